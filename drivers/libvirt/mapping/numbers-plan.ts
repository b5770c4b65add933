import {knownNumber} from '../../../source/model/known-count.ts';
import {memoryStat} from '../../../source/model/memory-stat.ts';
import {isHostTag} from '../../../source/model/memory-tags.ts';
import {
	type NumberPlace,
	type NumberPlaces,
	numberPlaces,
	ReadingBuilder,
} from '../../../source/model/reading-builder.ts';
import type {Domain} from '../../../source/model/sample.ts';
import type {StatsRecord} from '../calls/stats-record.ts';
import type {RecordTemplate} from '../wire/record-template.ts';
import {isNumberType} from '../wire/typed-number.ts';
import type {DomainContext, DomainInput} from './domain-input.ts';
import {type FieldRules, fieldRules} from './field-rule.ts';
import {ageOfStats} from './stats-age.ts';
import {createUsedFields, type UsedField} from './used-fields.ts';

/** A number of the record, and where it stands in the reading. */
type Step = {
	readonly field: number;
	/** Undefined: nowhere. */
	readonly place: NumberPlace | undefined;
	readonly divisor: number;
	readonly isKnown: boolean;
};

/**
Makes a reading of a record that has the words of a template: each number goes to its place. Undefined: the record says
something else of the domain, or what is known beside it has changed.
*/
export type NumbersPlan = (record: StatsRecord, context: DomainContext) => Domain | undefined;

/** What a plan holds for. */
type Conditions = {
	readonly steps: readonly Step[];
	readonly fixed: readonly {readonly field: number; readonly value: number | undefined}[];
	readonly zeros: readonly {readonly field: number; readonly isZero: boolean}[];
};

const conditionsOf = (
	record: StatsRecord,
	{types}: RecordTemplate,
	used: readonly UsedField[],
	rules: FieldRules,
): Conditions | undefined => {
	const steps: Step[] = [];
	const fixed: Conditions['fixed'][number][] = [];
	const zeros: Conditions['zeros'][number][] = [];
	for (const one of used) {
		const {place: field} = one;
		if (!isNumberType(types[field])) {
			continue;
		}

		const rule = rules(one);
		if (!rule) {
			return undefined;
		}

		const value = record.number?.(field);
		if (rule.fixed === true) {
			fixed.push({field, value});
			continue;
		}

		if (rule.fixed === 'zero') {
			zeros.push({field, isZero: value === 0});
		}

		const isKnown = knownNumber(value) !== undefined;
		const places = rule.places.length === 0 ? [undefined] : rule.places;
		steps.push(...places.map((place) => ({field, place, divisor: rule.divisor, isKnown})));
	}

	return {steps, fixed, zeros};
};

const isSame = (one: Conditions, other: Conditions): boolean =>
	one.steps.length === other.steps.length &&
	one.fixed.length === other.fixed.length &&
	one.zeros.length === other.zeros.length &&
	one.fixed.every(({field, value}, at) => {
		const there = other.fixed[at];
		return field === there?.field && value === there.value;
	}) &&
	one.zeros.every(({field, isZero}, at) => {
		const there = other.zeros[at];
		return field === there?.field && isZero === there.isZero;
	}) &&
	one.steps.every(({field, place, divisor, isKnown}, at) => {
		const there = other.steps[at];
		return (
			field === there?.field &&
			place === there.place &&
			divisor === there.divisor &&
			isKnown === there.isKnown
		);
	});

/**
Makes the plan of a template. Undefined: records of this kind have none.
@param record has the words of the template. @param reading what became of the record.
*/
export type MakePlan = (
	record: StatsRecord,
	template: RecordTemplate,
	input: DomainInput,
	reading: Domain,
) => NumbersPlan | undefined;

/** Most domains of a host have the same conditions, and share them. */
export const createNumbersPlans = (): MakePlan => {
	const usedFields = createUsedFields();
	let newest: Conditions | undefined;

	return (record, template, input, reading) => {
		const used = usedFields(template.fields);
		const to = numberPlaces(reading);
		const {kind, gap, fields} = input;
		const {beyond} = fields;
		const isPlanned = kind === 'qemu' && gap === undefined && beyond.disks + beyond.nics + beyond.vcpus === 0;
		const conditions =
			isPlanned && used && to
				? conditionsOf(record, template, used, fieldRules(input, reading, to))
				: undefined;
		if (!conditions || !to) {
			return undefined;
		}

		newest = newest && isSame(newest, conditions) ? newest : conditions;
		return numbersPlan(template, newest, to, input, reading);
	};
};

const numbersPlan = (
	template: RecordTemplate,
	{steps, fixed, zeros}: Conditions,
	to: NumberPlaces,
	{context, incarnation}: DomainInput,
	reading: Domain,
): NumbersPlan | undefined => {
	const {description, periodRefusal, sectorBytes} = context;
	const {memory} = reading;
	const hasGuestStats =
		memory.balloon === 'present' && (memory.stats?.some(({tag}) => !isHostTag(tag)) ?? false);
	// Without a date, all statistics tell whether the guest answered again.
	if (hasGuestStats && memoryStat(memory, 'last_update') === undefined) {
		return undefined;
	}

	const [at, current, maximum] = [to.own('at'), to.own('currentKiB'), to.own('maximumKiB')];
	const [age, ageAtLeast, updated] = [to.own('statsAge'), to.own('statsAgeAtLeast'), to.stat('last_update')];
	const isBelow = (one: number | undefined, other: number | undefined): boolean =>
		one !== undefined && other !== undefined && one < other;
	const hasLess = isBelow(memory.currentKiB, memory.maximumKiB);

	const holdsFor = (now: DomainContext): boolean =>
		now.description === description && now.periodRefusal === periodRefusal && now.sectorBytes === sectorBytes;

	return (next, now) => {
		if (next.template !== template || !holdsFor(now)) {
			return undefined;
		}

		for (const {field, value} of fixed) {
			if (next.number?.(field) !== value) {
				return undefined;
			}
		}

		for (const {field, isZero} of zeros) {
			if ((next.number?.(field) === 0) !== isZero) {
				return undefined;
			}
		}

		const builder = new ReadingBuilder(reading);
		for (const {field, place, divisor, isKnown} of steps) {
			const value = knownNumber(next.number?.(field));
			if ((value !== undefined) !== isKnown) {
				return undefined;
			}

			if (place !== undefined && value !== undefined) {
				builder.set(place, value / divisor);
			}
		}

		if (isBelow(builder.get(current), builder.get(maximum)) !== hasLess) {
			return undefined;
		}

		builder.set(at, now.at);
		if (hasGuestStats) {
			const {statsAge, statsAgeAtLeast} = ageOfStats(now, incarnation, builder.get(updated), () => false);
			builder.set(age, statsAge);
			builder.set(ageAtLeast, statsAgeAtLeast);
		}

		return builder.reading();
	};
};
