import {domainState} from '../calls/domain-state.ts';
import type {StatsRecord} from '../calls/stats-record.ts';
import {hypervisorKind} from './hypervisor-kind.ts';

/** Sizes that libvirt knows itself, without asking QEMU. */
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
Whether libvirt answered for a running domain without its monitor. libvirt does so where another job holds the domain: at
once with NOWAIT, after 30 seconds without (qemu_driver.c, qemuConnectGetAllDomainStats). State, processors and names are
there, nothing of the balloon and no counter of a disk. A domain without balloon and disks still has `balloon.rss`. The
query must have asked for balloon or disks.
@param hypervisor the answer to CONNECT_GET_TYPE; only QEMU's driver answers in this way
*/
export const isReduced = (record: StatsRecord, hypervisor: string): boolean =>
	hypervisorKind(hypervisor) === 'qemu' &&
	record.domain.id !== undefined &&
	!record.fields.some(isOfMonitor) &&
	!isOff(record);
