import type {DiskReport, DomainReport, Report} from '../report.ts';
import type {Guest} from './guest.ts';

/** The two disks of every lab guest. */
export const diskNames = ['vda', 'vdb'] as const;
export type DiskName = (typeof diskNames)[number];

/** The counters that both domtop and the second socket give. */
export type Counters = Required<
	Pick<
		DiskReport,
		| 'readBytes'
		| 'writeBytes'
		| 'readRequests'
		| 'writeRequests'
		| 'flushRequests'
		| 'readTimeSeconds'
		| 'writeTimeSeconds'
	>
>;

export const counterNames = [
	'readBytes',
	'writeBytes',
	'readRequests',
	'writeRequests',
	'flushRequests',
	'readTimeSeconds',
	'writeTimeSeconds',
] as const satisfies ReadonlyArray<keyof Counters>;

/** The answer of the second socket, and the two moments between which it came: wall clock, milliseconds. */
export type Witnessed = {
	readonly from: number;
	readonly to: number;
	readonly disks: Record<DiskName, Counters>;
};

/** An entry of `query-blockstats`. */
export type BlockStats = {readonly qdev?: string; readonly stats: Readonly<Record<string, number>>};

/** The counters in an entry of `query-blockstats`. */
export const countersIn = ({stats}: BlockStats): Counters => {
	const read = (name: string): number => stats[name] ?? Number.NaN;
	return {
		readBytes: read('rd_bytes'),
		writeBytes: read('wr_bytes'),
		readRequests: read('rd_operations'),
		writeRequests: read('wr_operations'),
		flushRequests: read('flush_operations'),
		readTimeSeconds: read('rd_total_time_ns') / 1e9,
		writeTimeSeconds: read('wr_total_time_ns') / 1e9,
	};
};

const countersOf = (blocks: readonly BlockStats[], device: string): Counters => {
	const block = blocks.find(({qdev}) => qdev?.includes(`/${device}/`));
	if (block === undefined) {
		throw new Error(`The second socket knows no ${device}: ${JSON.stringify(blocks)}`);
	}

	return countersIn(block);
};

/** Reads the counters over the second socket. */
export const witness = async (guest: Guest): Promise<Witnessed> => {
	const from = Date.now();
	const blocks = (await guest.monitor.ask('query-blockstats')) as readonly BlockStats[];
	return {from, to: Date.now(), disks: {vda: countersOf(blocks, 'disk0'), vdb: countersOf(blocks, 'disk1')}};
};

/** The guest's row, if it has one. */
export const rowOf = (report: Report | undefined, guest: Guest): DomainReport | undefined =>
	report?.domains.find(({uuid}) => uuid === guest.options.uuid);

/** Messages of the problems of this guest. */
export const problemsOf = (report: Report, guest: Guest): readonly string[] =>
	report.problems.filter(({domain}) => domain === guest.options.uuid).map(({message}) => message);

/** One of the guest's disks in a report, found by its file. */
export const diskOf = (report: Report | undefined, guest: Guest, disk: DiskName): DiskReport | undefined =>
	rowOf(report, guest)?.disks?.find(({source}) =>
		source?.endsWith(`/${guest.options.name}-${disk === 'vda' ? 'a' : 'b'}.raw`),
	);

/** When the guest's counters in this report were true: wall clock, seconds. */
export const readAt = (report: Report, guest: Guest): number =>
	Date.parse(report.time) / 1000 - (rowOf(report, guest)?.age ?? Number.NaN);
