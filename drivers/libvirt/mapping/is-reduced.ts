import {domainState} from '../calls/domain-state.ts';
import type {StatsRecord} from '../calls/stats-record.ts';
import {hypervisorKind} from './hypervisor-kind.ts';

/** What QEMU was not asked for: sizes that libvirt keeps itself. */
const ownBalloon: ReadonlySet<string> = new Set(['balloon.current', 'balloon.maximum']);

const isOfMonitor = (field: string): boolean =>
	field.startsWith('balloon.')
		? !ownBalloon.has(field)
		: field.startsWith('block.') && /^block\.\d+\.(?:rd|wr|fl)\./.test(field);

const isOff = ({fields, values}: StatsRecord): boolean => {
	const place = fields.indexOf('state.state');
	return place !== -1 && values[place] === domainState.shutOff;
};

/**
Did libvirt answer for a running domain without its monitor? So it does with NOWAIT, and after 30 seconds without, where
another job holds the domain (qemu_driver.c, qemuConnectGetAllDomainStats): state, processors and names are there,
nothing of the balloon and no counter of a disk. A domain without balloon and disks still has `balloon.rss`. The question
must have asked for balloon or disks.
@param hypervisor what CONNECT_GET_TYPE answered; only QEMU's driver does so.
*/
export const isReduced = (record: StatsRecord, hypervisor: string): boolean =>
	hypervisorKind(hypervisor) === 'qemu' &&
	record.domain.id !== undefined &&
	!record.fields.some(isOfMonitor) &&
	!isOff(record);
