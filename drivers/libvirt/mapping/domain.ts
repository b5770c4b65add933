import {excessOf} from '../../../source/model/domain-bounds.ts';
import type {Domain} from '../../../source/model/sample.ts';
import {cleanText} from '../../../source/text/clean-text.ts';
import type {RemoteDomain} from '../calls/remote-domain.ts';
import type {StatsRecord} from '../calls/stats-record.ts';
import {domainDisks} from './disks.ts';
import type {DomainContext, DomainInput} from './domain-input.ts';
import {createFieldsReader} from './fields-reader.ts';
import {hypervisorKind} from './hypervisor-kind.ts';
import {isReduced} from './is-reduced.ts';
import {domainMemory} from './memory.ts';
import {domainNics} from './nics.ts';
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
Makes domains of what libvirt reports. The record is the only source of counters, and the XML's description says what stands
behind them. A field that is missing, unknown or of a wrong type is unknown. The names of fields are remembered between
calls, up to a limit.
*/
export const createDomainOf = (): ((record: StatsRecord, context: DomainContext) => Domain) => {
	const readFields = createFieldsReader();

	return (record, context) => {
		const {domain} = record;
		const fields = readFields(record);
		const reported = reportedState(fields.state, fields.stateReason);
		const {state} = reported;
		const id = state === 'shutoff' ? undefined : domain.id;
		const isRunning = id !== undefined;
		const kind = hypervisorKind(context.hypervisor);
		const incarnation = isRunning ? `id ${id}` : 'off';
		const gap = gapOf(fields, isReduced(record, context.hypervisor));
		const input: DomainInput = {fields, context, kind, isRunning, incarnation, gap};
		const [vcpus, disks, nics] = [domainVcpus(input), domainDisks(input), domainNics(input)];
		return {
			key: domain.uuid,
			uuid: domain.uuid,
			id,
			name: nameOf(domain),
			...reported,
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
};
