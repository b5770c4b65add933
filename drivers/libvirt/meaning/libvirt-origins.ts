import type {DiskCounters, NicCounters, Origins} from '../../../source/sample.ts';
import {type HypervisorKind, hypervisorKind} from './hypervisor-kind.ts';

type DiskOrigins = Partial<Record<keyof DiskCounters, string>>;
type NicOrigins = Record<keyof NicCounters, string>;

const bulkCall = 'of virConnectGetAllDomainStats';

const withCall = <Key extends string>(
	fields: Readonly<Partial<Record<Key, string>>>,
	call: string,
): Partial<Record<Key, string>> =>
	Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, `${field} ${call}`])) as Partial<
		Record<Key, string>
	>;

const bulkDisk = {
	readBytes: 'block.N.rd.bytes',
	writeBytes: 'block.N.wr.bytes',
	readRequests: 'block.N.rd.reqs',
	writeRequests: 'block.N.wr.reqs',
} satisfies DiskOrigins;

const bulkDiskTimes: DiskOrigins = {
	flushRequests: 'block.N.fl.reqs',
	readTimeSeconds: 'block.N.rd.times',
	writeTimeSeconds: 'block.N.wr.times',
	flushTimeSeconds: 'block.N.fl.times',
};

const bulkNic: NicOrigins = {
	receiveBytes: 'net.N.rx.bytes',
	transmitBytes: 'net.N.tx.bytes',
	receivePackets: 'net.N.rx.pkts',
	transmitPackets: 'net.N.tx.pkts',
	receiveErrors: 'net.N.rx.errs',
	transmitErrors: 'net.N.tx.errs',
	receiveDrops: 'net.N.rx.drop',
	transmitDrops: 'net.N.tx.drop',
};

const singleDisk = {
	readBytes: 'rd_bytes',
	writeBytes: 'wr_bytes',
	readRequests: 'rd_operations',
	writeRequests: 'wr_operations',
	flushRequests: 'flush_operations',
	errors: 'errs',
	readTimeSeconds: 'rd_total_times',
	writeTimeSeconds: 'wr_total_times',
	flushTimeSeconds: 'flush_total_times',
} satisfies DiskOrigins;

const singleNic: NicOrigins = {
	receiveBytes: 'rx_bytes',
	transmitBytes: 'tx_bytes',
	receivePackets: 'rx_packets',
	transmitPackets: 'tx_packets',
	receiveErrors: 'rx_errs',
	transmitErrors: 'tx_errs',
	receiveDrops: 'rx_drop',
	transmitDrops: 'tx_drop',
};

const diskOrigins = (kind: HypervisorKind): DiskOrigins => {
	switch (kind) {
		case 'qemu': {
			return withCall({...bulkDisk, ...bulkDiskTimes}, bulkCall);
		}

		case 'vz': {
			return withCall(bulkDisk, bulkCall);
		}

		case 'test': {
			const {readBytes, writeBytes, errors} = singleDisk;
			return withCall(
				{readBytes, writeBytes, readRequests: 'rd_req', writeRequests: 'wr_req', errors},
				'of virDomainBlockStats',
			);
		}

		case 'xen': {
			const {readBytes, writeBytes, readRequests, writeRequests, flushRequests, errors} = singleDisk;
			return withCall(
				{
					readBytes,
					writeBytes,
					readRequests,
					writeRequests,
					flushRequests,
					waitedRequests: errors,
					readSectors: `${readBytes} / physical-sector-size`,
					writeSectors: `${writeBytes} / physical-sector-size`,
				},
				'of virDomainBlockStatsFlags',
			);
		}

		default: {
			return withCall(singleDisk, 'of virDomainBlockStatsFlags');
		}
	}
};

/** Where each counter comes from, for the device page: libvirt's own names. @param hypervisor what CONNECT_GET_TYPE answered. */
export const libvirtOrigins = (hypervisor: string): Origins => {
	const kind = hypervisorKind(hypervisor);
	const isBulk = kind === 'qemu' || kind === 'vz';
	return {
		disk: diskOrigins(kind),
		nic: isBulk ? withCall(bulkNic, bulkCall) : withCall(singleNic, 'of virDomainInterfaceStats'),
		...(isBulk
			? {
					vcpu: {
						cpuSeconds: `vcpu.N.time ${bulkCall}`,
						waitSeconds: `vcpu.N.delay, else vcpu.N.wait, ${bulkCall}`,
					},
				}
			: {}),
		memory: isBulk
			? `balloon.* ${bulkCall}; its period from the XML`
			: 'virDomainGetInfo, virDomainMemoryStats',
	};
};
