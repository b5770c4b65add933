import {counterNames} from '../../../source/model/counters.ts';
import {isGuestTag} from '../../../source/model/memory-tags.ts';
import type {Memory, MemoryStat} from '../../../source/model/sample.ts';
import {correctedStat} from './corrections.ts';
import type {DomainInput} from './domain-input.ts';
import type {HypervisorKind} from './hypervisor-kind.ts';
import {reasons} from './reasons.ts';
import {statsAge} from './stats-age.ts';

/** Xen's balloon takes a target and reports nothing back. The value that libvirt gives as `available` is the configured size. */
const noXenStatistics = 'Xen has no balloon statistics';

/** `actual` is the balloon's size, which is known whether or not libvirt reports this tag. */
const tags = counterNames('memory').filter((tag) => tag !== 'actual');

const reportedStats = ({fields, kind}: DomainInput): readonly MemoryStat[] => {
	const stats: MemoryStat[] = [];
	for (const tag of tags) {
		const value = fields.balloon[tag];
		// `last_update` is the second of the guest's last answer, and 0 where the guest never answered.
		const isNever = tag === 'last_update' && value === 0;
		const stat = value === undefined || isNever ? undefined : correctedStat({tag, value}, kind);
		if (stat) {
			stats.push(stat);
		}
	}

	return stats;
};

/** libvirt's drivers that have domainSetMemoryStatsPeriod (qemu_driver.c, test_driver.c). */
const canSetPeriod = (kind: HypervisorKind): boolean => kind === 'qemu' || kind === 'test';

const presenceOf = (
	{fields, kind, context}: DomainInput,
	stats: readonly MemoryStat[],
): Memory['balloon'] => {
	if (kind === 'xen') {
		return undefined;
	}

	const isReported = fields.balloon.last_update !== undefined || stats.some(({tag}) => isGuestTag(tag));
	return isReported ? 'present' : context.description?.balloon;
};

/** QEMU begins with all memory that the domain may have. Only a driver in the guest gives some of it back. */
const hasMoved = ({fields: {currentKiB, maximumKiB}, kind, context}: DomainInput): boolean =>
	kind === 'qemu' &&
	context.description !== undefined &&
	!context.description.hasOtherMemory &&
	currentKiB !== undefined &&
	maximumKiB !== undefined &&
	currentKiB < maximumKiB;

/** Why libvirt has no call that sets the period. libvirt refuses all other cases in its own words. Undefined: it has the call. */
const refusalOf = (kind: HypervisorKind): string | undefined => {
	if (kind === 'xen') {
		return noXenStatistics;
	}

	return canSetPeriod(kind) ? undefined : 'not on this hypervisor';
};

const reasonOf = ({kind, gap}: DomainInput, presence: Memory['balloon']): string | undefined => {
	if (kind === 'xen') {
		return noXenStatistics;
	}

	if (gap !== undefined) {
		return gap;
	}

	return presence === undefined ? reasons.notRead : undefined;
};

/** Sizes, and balloon statistics under libvirt's tags. The balloon and its period come from the XML. */
export const domainMemory = (input: DomainInput): Memory => {
	const {fields, context, kind, isRunning, gap} = input;
	const {currentKiB, maximumKiB} = fields;
	if (!isRunning) {
		// The configured size is not a size that the domain has now.
		return {maximumKiB, reason: reasons.off, periodRefusal: context.periodRefusal ?? refusalOf(kind)};
	}

	const reported = reportedStats(input);
	const presence = presenceOf(input, reported);
	const isBallooned = presence === 'present' || kind === 'xen';
	// vz gives the configured size as the current size, whatever the balloon does.
	const actual = isBallooned && kind !== 'vz' ? currentKiB : undefined;
	const stats: readonly MemoryStat[] =
		actual === undefined ? reported : [{tag: 'actual', value: actual}, ...reported];
	return {
		currentKiB,
		maximumKiB,
		residentKiB: fields.balloon.rss,
		balloon: gap === undefined ? presence : undefined,
		period: presence === 'present' && canSetPeriod(kind) ? context.description?.period : undefined,
		periodRefusal: context.periodRefusal ?? refusalOf(kind),
		...(presence === 'present' && hasMoved(input) ? {hasMoved: true} : {}),
		...(presence === 'present' ? statsAge(input, reported) : {}),
		isUnanswered: gap === undefined && fields.balloon.last_update === 0 ? true : undefined,
		stats: gap === undefined ? stats : undefined,
		reason: reasonOf(input, presence),
	};
};
