import type {FakeValue} from './fake-wire.ts';

/** What a domain of the fake daemon is, as far as its calls tell. */
export type FakeDomain = {
	readonly name: string;
	readonly uuid: string;
	/** Absent: it does not run. */
	readonly id: number | undefined;
	/** The fields of the bulk call, in order. */
	readonly stats: Readonly<Record<string, FakeValue>>;
	/** Absent: one is made of the fields, the period and the balloon. */
	readonly xml?: string;
	readonly balloon: 'present' | 'absent';
	/** Seconds. */
	readonly period: number;
	/** Tags and values of DOMAIN_MEMORY_STATS. */
	readonly memoryStats: readonly (readonly [tag: number, value: FakeValue])[];
	/** By disk: rd_req, rd_bytes, wr_req, wr_bytes, errs; absent: as the fields say, errs −1. */
	readonly blockStats?: Readonly<Record<string, readonly number[]>>;
	/** By disk: `rd_bytes`, …; absent: as the fields say. */
	readonly blockStatsFlags?: Readonly<Record<string, Readonly<Record<string, FakeValue>>>>;
	/** By device: rx_bytes, rx_packets, rx_errs, rx_drop, tx_…; absent: as the fields say. */
	readonly interfaceStats?: Readonly<Record<string, readonly number[]>>;
	/** virDomainControlState, and milliseconds in it. */
	readonly control: {readonly state: number; readonly details?: number; readonly milliseconds: number};
	/** virDomainDiskErrorCode by disk. */
	readonly diskErrors: Readonly<Record<string, number>>;
	/** virDomainJobType, and its parameters. */
	readonly job: {readonly type: number; readonly parameters: Readonly<Record<string, FakeValue>>};
};

export type FakeDomainHandle = {
	readonly now: () => FakeDomain;
	/** Changes it; `stats` are merged, one set to `null` goes away. */
	readonly set: (
		changes: Omit<Partial<FakeDomain>, 'stats'> & {
			readonly stats?: Readonly<Record<string, FakeValue | null>>;
		},
	) => void;
	/** Something else holds its job (a migration): NOWAIT gives the reduced record, what needs its monitor waits. */
	readonly hold: () => void;
	/** Its QEMU is stopped: the first call that needs its monitor takes the job and hangs, the next find it held. */
	readonly hang: () => void;
	/** Ends `hold` and `hang`; what waited goes on. */
	readonly release: () => void;
	/** 30 s are over: who waits for the job gives up, as libvirt does. The call that has it hangs on. */
	readonly timeOut: () => void;
	/** Calls that wait for it now. */
	readonly waiting: () => number;
};

/** The same with what the calls need. */
export type FakeDomainControl = FakeDomainHandle & {
	/**
	Resolves when the monitor can be asked: `free`, or to `held` at once where that is not waited for, or when it was waited
	for too long. @param mayWait without NOWAIT.
	*/
	readonly monitor: (mayWait: boolean) => Promise<'free' | 'held'>;
	/** Does a call hang in its monitor? */
	readonly isOccupied: () => boolean;
};

export const createFakeDomain = (
	given: Partial<FakeDomain> & Pick<FakeDomain, 'name' | 'uuid'>,
): FakeDomainControl => {
	let domain: FakeDomain = {
		id: 1,
		stats: {},
		balloon: 'present',
		period: 0,
		memoryStats: [],
		control: {state: 0, milliseconds: 0},
		diskErrors: {},
		job: {type: 0, parameters: {}},
		...given,
	};
	let isStopped = false;
	let isHeld = false;
	let waiting: {readonly hasJob: boolean; readonly resolve: (outcome: 'free' | 'held') => void}[] = [];

	const wait = (hasJob: boolean) =>
		new Promise<'free' | 'held'>((resolve) => {
			waiting.push({hasJob, resolve});
		});

	return {
		now: () => domain,
		set: ({stats, ...changes}) => {
			const merged = Object.entries({...domain.stats, ...stats}).filter(
				(entry): entry is [string, FakeValue] => entry[1] !== null,
			);
			domain = {...domain, ...changes, stats: Object.fromEntries(merged)};
		},
		hold: () => {
			isHeld = true;
		},
		hang: () => {
			isStopped = true;
		},
		release: () => {
			isStopped = false;
			isHeld = false;
			const calls = waiting;
			waiting = [];
			for (const {resolve} of calls) {
				resolve('free');
			}
		},
		timeOut: () => {
			const calls = waiting;
			waiting = calls.filter(({hasJob}) => hasJob);
			for (const {hasJob, resolve} of calls) {
				if (!hasJob) {
					resolve('held');
				}
			}
		},
		isOccupied: () => isStopped && isHeld,
		waiting: () => waiting.length,
		monitor: async (mayWait) => {
			if (isHeld) {
				return mayWait ? wait(false) : 'held';
			}

			if (!isStopped) {
				return 'free';
			}

			isHeld = true;
			return wait(true);
		},
	};
};

const groups: readonly (readonly [bit: number, prefix: string])[] = [
	[1, 'state.'],
	[2, 'cpu.'],
	[4, 'balloon.'],
	[8, 'vcpu.'],
	[16, 'net.'],
	[32, 'block.'],
];

/** Groups that are asked of the monitor: cpu, balloon, vcpu, block. */
export const monitorGroups = 2 + 4 + 8 + 32;

const withoutMonitor =
	/^(?:state\.|cpu\.(?:time|user|system|cache\.monitor\.count)$|balloon\.(?:current|maximum)$|vcpu\.|net\.|block\.count$|block\.\d+\.(?:name|path|backingIndex)$)/;

/** The fields of the groups asked for; of a held one, those that need no monitor. */
export const fieldsOf = (
	{stats}: FakeDomain,
	mask: number,
	monitor: 'free' | 'held',
): readonly (readonly [string, FakeValue])[] =>
	Object.entries(stats).filter(
		([field]) =>
			(mask === 0 || groups.some(([bit, prefix]) => (mask & bit) !== 0 && field.startsWith(prefix))) &&
			(monitor === 'free' || withoutMonitor.test(field)),
	);

/** Devices of the fields: the number after `block.` or `net.` by name. */
export const devicesOf = ({stats}: FakeDomain, kind: 'block' | 'net'): ReadonlyMap<string, number> =>
	new Map(
		Object.entries(stats).flatMap(([field, value]) => {
			const index = new RegExp(`^${kind}\\.(\\d+)\\.name$`).exec(field)?.[1];
			return index === undefined ? [] : [[`${value}`, Number(index)] as const];
		}),
	);

const escaped = (text: FakeValue): string =>
	`${text}`.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll("'", '&apos;');

/** As the daemon writes it, as far as domtop looks at it. */
export const xmlOf = (domain: FakeDomain): string => {
	const {name, uuid, id, stats, balloon, period} = domain;
	const disks = [...devicesOf(domain, 'block')].map(
		([disk, index]) =>
			`    <disk type='file' device='disk'>\n      <driver name='qemu' type='raw'/>\n      <source file='${escaped(stats[`block.${index}.path`] ?? '')}'/>\n      <target dev='${escaped(disk)}' bus='virtio'/>\n    </disk>\n`,
	);
	const nics = [...devicesOf(domain, 'net')].map(
		([nic, index]) =>
			`    <interface type='ethernet'>\n      <mac address='52:54:00:00:00:0${index}'/>\n      <target dev='${escaped(nic)}'/>\n    </interface>\n`,
	);
	const memballoon =
		balloon === 'absent'
			? `    <memballoon model='none'/>\n`
			: `    <memballoon model='virtio'>\n${period > 0 ? `      <stats period='${period}'/>\n` : ''}    </memballoon>\n`;
	return `<domain type='qemu'${id === undefined ? '' : ` id='${id}'`}>\n  <name>${escaped(name)}</name>\n  <uuid>${uuid}</uuid>\n  <vcpu placement='static'>${stats['vcpu.maximum'] ?? 1}</vcpu>\n  <devices>\n${disks.join('')}${nics.join('')}${memballoon}  </devices>\n</domain>\n`;
};
