import {excessOf} from '../../../source/model/domain-bounds.ts';
import type {Domain} from '../../../source/model/sample.ts';
import {cleanText} from '../../../source/text/clean-text.ts';
import type {RemoteDomain} from '../calls/remote-domain.ts';
import type {StatsRecord} from '../calls/stats-record.ts';
import {domainDisks} from './disks.ts';
import type {DomainContext} from './domain-context.ts';
import type {DomainInput} from './domain-input.ts';
import {createFieldsReader} from './fields-reader.ts';
import {hypervisorKind} from './hypervisor-kind.ts';
import {isReduced} from './is-reduced.ts';
import {domainMemory} from './memory.ts';
import {domainNics} from './nics.ts';
import {reasons} from './reasons.ts';
import type {RecordFields} from './record-fields.ts';
import {stateTold} from './state-told.ts';
import {domainCpuSeconds, domainVcpus} from './vcpus.ts';

const nameOf = ({name, id, uuid}: RemoteDomain): string =>
	cleanText(name) || (id === undefined ? uuid : `domain-${id}`);

/** A record without sizes tells only the state. It comes from an event, or from the test driver's bulk call. */
const gapOf = ({currentKiB, maximumKiB}: RecordFields, isHeld: boolean): string | undefined => {
	if (currentKiB === undefined && maximumKiB === undefined) {
		return reasons.notYet;
	}

	return isHeld ? reasons.held : undefined;
};

/**
Makes domains of what libvirt tells. The record is the only source of counters, and the XML's description tells what stands
behind them. A field that is missing, unknown or of a wrong type is unknown. The names of fields are remembered between
calls, up to a limit.
*/
export const createDomainOf = (): ((record: StatsRecord, context: DomainContext) => Domain) => {
	const readFields = createFieldsReader();

	return (record, context) => {
		const {domain} = record;
		const fields = readFields(record);
		const told = stateTold(fields.state, fields.stateReason);
		const {state} = told;
		const id = state === 'shutoff' ? undefined : domain.id;
		const isRunning = id !== undefined;
		const kind = hypervisorKind(context.hypervisor);
		const incarnation = isRunning ? `id ${id}` : 'off';
		const gap = gapOf(fields, isReduced(record, context.hypervisor));
		const asksVcpus = record.withoutVcpus !== true;
		const situation: DomainInput = {fields, asksVcpus, context, kind, isRunning, incarnation, gap};
		const [vcpus, disks, nics] = [domainVcpus(situation), domainDisks(situation), domainNics(situation)];
		return {
			key: domain.uuid,
			uuid: domain.uuid,
			id,
			name: nameOf(domain),
			...told,
			incarnation,
			at: context.at,
			control: kind === 'xen' && id === 0 ? true : undefined,
			cpuSeconds: domainCpuSeconds(situation),
			vcpuCount: fields.vcpuCount ?? context.description?.vcpuCount,
			...vcpus,
			memory: domainMemory(situation),
			...disks,
			...nics,
			...excessOf({...vcpus.excess, ...disks.excess, ...nics.excess}),
		};
	};
};
