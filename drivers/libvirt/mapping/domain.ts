import {excessOf} from '../../../source/model/domain-bounds.ts';
import {domainReading} from '../../../source/model/domain-reading.ts';
import type {Domain} from '../../../source/model/sample.ts';
import {cleanText} from '../../../source/text/clean-text.ts';
import type {RemoteDomain} from '../calls/remote-domain.ts';
import type {StatsRecord} from '../calls/stats-record.ts';
import type {RecordTemplate} from '../wire/record-template.ts';
import {domainDisks} from './disks.ts';
import type {DomainContext, DomainInput} from './domain-input.ts';
import {createFieldsReader} from './fields-reader.ts';
import {hypervisorKind} from './hypervisor-kind.ts';
import {isReduced} from './is-reduced.ts';
import {domainMemory} from './memory.ts';
import {domainNics} from './nics.ts';
import {createNumbersPlans, type NumbersPlan} from './numbers-plan.ts';
import {reasons} from './reasons.ts';
import type {RecordFields} from './record-fields.ts';
import {reportedState} from './reported-state.ts';
import {domainCpuSeconds, domainVcpus} from './vcpus.ts';

const nameOf = ({name, id, uuid}: RemoteDomain): string =>
	cleanText(name) || (id === undefined ? uuid : `domain-${id}`);

/** A record without sizes has only the state. It comes from an event, or from the test driver's bulk call. */
const gapOf = ({currentKiB, maximumKiB}: RecordFields, isHeld: boolean): string | undefined => {
	if (currentKiB === undefined && maximumKiB === undefined) {
		return reasons.notYet;
	}

	return isHeld ? reasons.held : undefined;
};

/**
Takes records apart. A field that is missing, unknown or of a wrong type is unknown. The names of fields are remembered between
calls, up to a limit.
*/
const createDomainInput = (): ((record: StatsRecord, context: DomainContext) => DomainInput) => {
	const readFields = createFieldsReader();

	return (record, context) => {
		const fields = readFields(record);
		const {state} = reportedState(fields.state, fields.stateReason);
		const id = state === 'shutoff' ? undefined : record.domain.id;
		const isRunning = id !== undefined;
		return {
			fields,
			context,
			kind: hypervisorKind(context.hypervisor),
			isRunning,
			incarnation: isRunning ? `id ${id}` : 'off',
			gap: gapOf(fields, isReduced(record, context.hypervisor)),
		};
	};
};

const domainOf = ({domain}: StatsRecord, input: DomainInput): Domain => {
	const {fields, context, kind, isRunning, incarnation} = input;
	const id = isRunning ? domain.id : undefined;
	const [vcpus, disks, nics] = [domainVcpus(input), domainDisks(input), domainNics(input)];
	return {
		key: domain.uuid,
		uuid: domain.uuid,
		id,
		name: nameOf(domain),
		...reportedState(fields.state, fields.stateReason),
		incarnation,
		at: context.at,
		control: kind === 'xen' && id === 0 ? true : undefined,
		cpuSeconds: domainCpuSeconds(input),
		vcpuCount: fields.vcpuCount ?? context.description?.vcpuCount,
		...vcpus,
		memory: domainMemory(input),
		...disks,
		...nics,
		...excessOf({...vcpus.excess, ...disks.excess, ...nics.excess}),
	};
};

/** A plan costs more than a record that is taken apart: after so many that did not hold, one after the other, no more is made. */
const missLimit = 8;

/** The plan for records with the words of one template. */
type Planned = {
	/** Undefined: such records have none. */
	readonly plan: NumbersPlan | undefined;
	/** How many plans in a row did not hold. */
	misses: number;
};

/**
Makes domains of what libvirt reports. The record is the only source of counters, and the XML's description says what stands
behind them. Where a record has the words of an earlier record, only its numbers are read.
*/
export const createDomainOf = (): ((record: StatsRecord, context: DomainContext) => Domain) => {
	const inputOf = createDomainInput();
	const makePlan = createNumbersPlans();
	const plans = new WeakMap<RecordTemplate, Planned>();

	return (record, context) => {
		const {template} = record;
		const planned = template && plans.get(template);
		const found = planned?.plan?.(record, context);
		if (planned && found) {
			planned.misses = 0;
			return found;
		}

		const input = inputOf(record, context);
		const reading = domainReading(domainOf(record, input), context.before);
		const misses = planned ? planned.misses + 1 : 0;
		if (template && misses <= missLimit) {
			plans.set(template, {plan: makePlan(record, template, input, reading), misses});
		}

		return reading;
	};
};
