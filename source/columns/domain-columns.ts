import type {CellContext, Column, Row} from './column.ts';
import {bytesMark, mayBeMarked, untimedText} from './disk-columns.ts';
import {ageColumn, identityColumns, nameColumn, stateColumn} from './identity-columns.ts';

/** Percent of one host CPU → percent of the base that the person chose. Undefined: the percent or the base is unknown. */
export const cpuPercent = (
	percent: number | undefined,
	row: Row,
	{cpuBase}: CellContext,
): number | undefined => {
	if (percent === undefined || cpuBase === 'cpu') {
		return percent;
	}

	const size = cpuBase === 'host' ? row.hostCpus : row.vcpu ? 1 : row.usage.domain.vcpuCount;
	return size ? percent / size : undefined;
};

const cpu: readonly Column[] = [
	{
		key: 'cpu',
		raw: 'cpuPercent',
		noun: 'domain',
		header: 'CPU%',
		help: 'Processor use: 100 is one host CPU; i changes it to the whole host or the own vCPUs.',
		kind: 'percent',
		width: 6,
		priority: 2,
		value: (row, context) => cpuPercent(row.usage.cpuPercent, row, context),
	},
	{
		key: 'vcpus',
		raw: 'vcpuCount',
		noun: 'domain',
		header: 'VCPU',
		help: 'Number of vCPUs.',
		kind: 'integer',
		width: 4,
		priority: 12,
		value: ({usage}) => usage.domain.vcpuCount,
	},
	{
		key: 'time',
		raw: 'cpuSeconds',
		noun: 'domain',
		header: 'TIME',
		help: 'Processor time used since the start of this incarnation, minutes:seconds.',
		kind: 'duration',
		width: 9,
		priority: 14,
		value: ({usage}) => usage.domain.cpuSeconds,
	},
];

const memory: readonly Column[] = [
	{
		key: 'mem',
		raw: 'currentKiB',
		noun: 'memory',
		header: 'MEM',
		help: "Memory given to the domain now: the balloon's size.",
		kind: 'kibibytes',
		width: 5,
		priority: 4,
		value: ({usage}) => usage.domain.memory.currentKiB,
	},
	{
		key: 'rss',
		raw: 'residentKiB',
		noun: 'memory',
		header: 'RSS',
		help: 'Host memory that the domain occupies.',
		kind: 'kibibytes',
		width: 5,
		priority: 13,
		value: ({usage}) => usage.domain.memory.residentKiB,
	},
];

const hasNoDisk = ({usage}: Row): boolean => usage.disks?.length === 0;

const rates: readonly Column[] = [
	{
		key: 'rd',
		raw: 'readBytesPerSecond',
		noun: 'domain',
		header: 'RD/s',
		help: 'Bytes read per second, all disks together.',
		kind: 'bytes',
		width: 6,
		priority: 5,
		requests: 'rdrq',
		value: ({usage}) => usage.readBytesPerSecond,
	},
	{
		key: 'wr',
		raw: 'writeBytesPerSecond',
		noun: 'domain',
		header: 'WR/s',
		help: 'Bytes written per second, all disks together.',
		kind: 'bytes',
		width: 6,
		priority: 5,
		requests: 'wrrq',
		value: ({usage}) => usage.writeBytesPerSecond,
	},
	{
		key: 'rdrq',
		raw: 'readRequestsPerSecond',
		noun: 'domain',
		header: 'RRQ/s',
		help: 'Read requests per second, all disks together.',
		kind: 'perSecond',
		width: 6,
		priority: 15,
		value: ({usage}) => usage.readRequestsPerSecond,
	},
	{
		key: 'wrrq',
		raw: 'writeRequestsPerSecond',
		noun: 'domain',
		header: 'WRQ/s',
		help: 'Write requests per second, all disks together.',
		kind: 'perSecond',
		width: 6,
		priority: 15,
		value: ({usage}) => usage.writeRequestsPerSecond,
	},
	{
		key: 'busiest',
		raw: 'busiestDisk',
		noun: 'domain',
		header: 'BUSIEST',
		help: 'The disk that moved most bytes per second; with a * the bytes depend on x, or are in doubt.',
		kind: 'text',
		width: 7,
		most: 12,
		priority: 7,
		cut: 'middle',
		texts: ({usage}) => usage.disks?.map(({disk}) => disk.name) ?? [],
		isBlank: hasNoDisk,
		value: ({usage}) => usage.busiest?.disk.name,
		text: ({usage}) =>
			usage.readBytesPerSecond === undefined ? undefined : (usage.busiest?.disk.name ?? ''),
		mark: ({usage}) => bytesMark(usage.busiest),
		mayMark: ({usage}) => usage.domain.disks?.some(mayBeMarked) ?? false,
	},
	{
		key: 'busiestrate',
		raw: 'busiestBytesPerSecond',
		noun: 'domain',
		header: 'ITS/s',
		help: 'Bytes per second of the busiest disk, read and written.',
		kind: 'bytes',
		width: 6,
		priority: 8,
		isBlank: hasNoDisk,
		value: ({usage: {busiest}}) =>
			busiest && (busiest.readBytesPerSecond ?? 0) + (busiest.writeBytesPerSecond ?? 0),
		text: ({usage: {busiest, readBytesPerSecond}}) =>
			busiest || readBytesPerSecond === undefined ? undefined : '',
	},
	{
		key: 'latency',
		raw: 'busiestLatencySeconds',
		noun: 'domain',
		header: 'LAT',
		help: 'Mean time a request took on the busiest disk: the worse of reads and writes; none where requests are not timed.',
		kind: 'latency',
		width: 6,
		priority: 6,
		isBlank: hasNoDisk,
		value({usage: {busiest}}) {
			const {readLatencySeconds, writeLatencySeconds} = busiest ?? {};
			return readLatencySeconds === undefined && writeLatencySeconds === undefined
				? undefined
				: Math.max(readLatencySeconds ?? 0, writeLatencySeconds ?? 0);
		},
		text: ({usage: {busiest, disks}}) => untimedText(busiest ?? disks?.[0]),
	},
	{
		key: 'rx',
		raw: 'receiveBytesPerSecond',
		noun: 'domain',
		header: 'RX/s',
		help: 'Bytes the guest received per second, all NICs together.',
		kind: 'bytes',
		width: 6,
		priority: 9,
		requests: 'rxpk',
		value: ({usage}) => usage.receiveBytesPerSecond,
	},
	{
		key: 'tx',
		raw: 'transmitBytesPerSecond',
		noun: 'domain',
		header: 'TX/s',
		help: 'Bytes the guest sent per second, all NICs together.',
		kind: 'bytes',
		width: 6,
		priority: 9,
		requests: 'txpk',
		value: ({usage}) => usage.transmitBytesPerSecond,
	},
	{
		key: 'rxpk',
		raw: 'receivePacketsPerSecond',
		noun: 'domain',
		header: 'RXPK/s',
		help: 'Packets the guest received per second, all NICs together.',
		kind: 'perSecond',
		width: 6,
		priority: 16,
		value: ({usage}) => usage.receivePacketsPerSecond,
	},
	{
		key: 'txpk',
		raw: 'transmitPacketsPerSecond',
		noun: 'domain',
		header: 'TXPK/s',
		help: 'Packets the guest sent per second, all NICs together.',
		kind: 'perSecond',
		width: 6,
		priority: 16,
		value: ({usage}) => usage.transmitPacketsPerSecond,
	},
];

/** Page 0: one row for each domain. */
export const domainColumns: readonly Column[] = [
	nameColumn,
	stateColumn,
	ageColumn,
	...cpu,
	...memory,
	...rates,
	...identityColumns,
];
