import {addKnown} from '../model/add-known.ts';
import type {CounterName} from '../model/counters.ts';
import type {Disk} from '../model/sample.ts';
import type {DiskUsage} from '../usage/disk-usage.ts';
import {mayHaveOddSectors, sectorsDiffer} from '../usage/sector-size.ts';
import type {Column} from './column.ts';
import {counterColumn} from './counter-column.ts';
import {ageColumn, identityColumns, nameColumn, stateReasonColumn} from './identity-columns.ts';

/** The mark behind a disk's name if its bytes depend on the size that a sector is taken for, or are in doubt; else empty. */
export const bytesMark = (disk: DiskUsage | undefined): string =>
	disk && (sectorsDiffer(disk.disk) || disk.disk.doubt !== undefined) ? '*' : '';

/** Whether a disk has a mark or could have one, whatever its numbers are. */
export const mayBeMarked = (disk: Disk): boolean => mayHaveOddSectors(disk) || disk.doubt !== undefined;

/**
The text where a value can never exist, since nothing times the requests: an unknown value is a value that could be known.
Undefined: the cell shows the value.
*/
export const untimedText = (disk: DiskUsage | undefined): string | undefined =>
	disk?.disk.untimed === undefined ? undefined : 'none';

const rateColumn = (
	key: string,
	raw:
		| 'readBytesPerSecond'
		| 'writeBytesPerSecond'
		| 'readRequestsPerSecond'
		| 'writeRequestsPerSecond'
		| 'flushRequestsPerSecond',
	header: string,
	priority: number,
	help: string,
): Column => ({
	key,
	raw,
	noun: 'disk',
	header,
	help,
	kind: raw.includes('Bytes') ? 'bytes' : 'perSecond',
	width: 6,
	priority,
	value: ({disk}) => disk?.[raw],
});

const latencyColumn = (
	key: string,
	raw: 'readLatencySeconds' | 'writeLatencySeconds',
	header: string,
	help: string,
): Column => ({
	key,
	raw,
	noun: 'disk',
	header,
	help,
	kind: 'latency',
	width: 6,
	priority: 4,
	value: ({disk}) => disk?.[raw],
	text: ({disk}) => untimedText(disk),
});

const counter = (key: string, raw: CounterName<'disk'>, header: string, help: string): Column =>
	counterColumn('disk', raw, {key, header, help, width: 9});

/** Page 3: one row for each disk of all domains. */
export const diskColumns: readonly Column[] = [
	nameColumn,
	{
		key: 'disk',
		raw: 'name',
		noun: 'disk',
		header: 'DISK',
		help: 'Name of the disk in its domain; with a * the bytes depend on x, or are in doubt.',
		kind: 'text',
		width: 8,
		most: 16,
		priority: 1,
		cut: 'middle',
		value: ({disk}) => disk?.disk.name,
		mark: ({disk}) => bytesMark(disk),
	},
	ageColumn,
	rateColumn('rd', 'readBytesPerSecond', 'RD/s', 2, 'Bytes read per second.'),
	rateColumn('wr', 'writeBytesPerSecond', 'WR/s', 2, 'Bytes written per second.'),
	rateColumn('rdrq', 'readRequestsPerSecond', 'RRQ/s', 5, 'Read requests per second.'),
	rateColumn('wrrq', 'writeRequestsPerSecond', 'WRQ/s', 5, 'Write requests per second.'),
	latencyColumn(
		'rdlat',
		'readLatencySeconds',
		'RLAT',
		'Mean time a read took; unknown where no read was made, none where requests are not timed.',
	),
	latencyColumn(
		'wrlat',
		'writeLatencySeconds',
		'WLAT',
		'Mean time a write took; unknown where no write was made, none where requests are not timed.',
	),
	{
		key: 'depth',
		raw: 'queueDepth',
		noun: 'disk',
		header: 'QUEUE',
		help: 'Mean number of requests in flight; none where requests are not timed.',
		kind: 'decimal',
		width: 5,
		priority: 6,
		value: ({disk}) => disk?.queueDepth,
		text: ({disk}) => untimedText(disk),
	},
	rateColumn('flrq', 'flushRequestsPerSecond', 'FLS/s', 9, 'Flush requests per second.'),
	{
		key: 'source',
		raw: 'source',
		noun: 'disk',
		header: 'SOURCE',
		help: 'What stands behind it on the host: an image file or a block device; or why there are no counters.',
		kind: 'text',
		width: 10,
		most: 80,
		priority: 8,
		cut: 'path',
		texts: ({disk}) =>
			disk?.disk.source === undefined || disk.disk.reason !== undefined ? [] : [disk.disk.source],
		value: ({disk}) => disk?.disk.source,
		text: ({disk, usage}) => (disk ? disk.disk.reason : usage.domain.disksReason),
	},
	{
		key: 'io',
		raw: 'bytesPerSecond',
		noun: 'disk',
		header: 'IO/s',
		help: 'Bytes read and written per second: the order of this page.',
		kind: 'bytes',
		width: 6,
		value: ({disk}) => disk && addKnown(disk.readBytesPerSecond, disk.writeBytesPerSecond),
	},
	{
		key: 'backend',
		raw: 'backend',
		noun: 'disk',
		header: 'BACKEND',
		help: 'Who serves it.',
		kind: 'text',
		width: 7,
		value: ({disk}) => disk?.disk.backend,
	},
	counter('rdbytes', 'readBytes', 'RDBYTES', 'Bytes read.'),
	counter('wrbytes', 'writeBytes', 'WRBYTES', 'Bytes written.'),
	counter('rdrequests', 'readRequests', 'RDREQS', 'Read requests.'),
	counter('wrrequests', 'writeRequests', 'WRREQS', 'Write requests.'),
	counter('flushes', 'flushRequests', 'FLUSHES', 'Flush requests.'),
	counter('discards', 'discardRequests', 'DISCARDS', 'Discard requests.'),
	counter(
		'waited',
		'waitedRequests',
		'WAITED',
		'Requests that waited for a free slot of the ring; not errors.',
	),
	counter('errors', 'errors', 'ERRORS', 'Failed requests.'),
	counter('rdtime', 'readTimeSeconds', 'RDTIME', 'Time the reads took, all requests added up.'),
	counter('wrtime', 'writeTimeSeconds', 'WRTIME', 'Time the writes took, all requests added up.'),
	counter('fltime', 'flushTimeSeconds', 'FLTIME', 'Time the flushes took, all requests added up.'),
	counter('rdsectors', 'readSectors', 'RDSECT', 'Sectors read, as the kernel counts them; VBDs only.'),
	counter('wrsectors', 'writeSectors', 'WRSECT', 'Sectors written, as the kernel counts them; VBDs only.'),
	{
		key: 'sector',
		raw: 'sectorBytes',
		noun: 'disk',
		header: 'SECTOR',
		help: 'Bytes a sector is counted for; VBDs only; x changes it.',
		kind: 'integer',
		width: 6,
		value: ({disk}) => disk?.sectorBytes,
	},
	{
		key: 'physical',
		raw: 'physicalSectorBytes',
		noun: 'disk',
		header: 'PHYSICAL',
		help: "The backend's physical sector size, bytes; VBDs only.",
		kind: 'integer',
		width: 8,
		value: ({disk}) => disk?.disk.physicalSectorBytes,
	},
	{
		key: 'why',
		raw: 'reason',
		noun: 'disk',
		header: 'WHY UNKNOWN',
		help: 'Why there are no counters.',
		kind: 'text',
		width: 12,
		most: 44,
		value: ({disk}) => disk?.disk.reason,
		text: ({disk}) => disk?.disk.reason ?? '',
	},
	...identityColumns.filter((column) => column !== stateReasonColumn),
	{
		key: 'doubt',
		raw: 'doubt',
		noun: 'disk',
		header: 'DOUBT',
		help: 'Why the bytes may be wrong by a factor that is not known.',
		kind: 'text',
		width: 12,
		most: 44,
		value: ({disk}) => disk?.disk.doubt,
		text: ({disk}) => disk?.disk.doubt ?? '',
	},
	// The columns of CSV keep their places, so a new column stands at the end.
	stateReasonColumn,
];
