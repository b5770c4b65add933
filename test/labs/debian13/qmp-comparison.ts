import type {Run} from '../libvirt/virsh.ts';
import {type BlockStats, countersIn} from '../qemu/witness.ts';
import type {DomainReport} from '../report.ts';
import type {Comparison} from './comparison.ts';
import type {RunningGuest} from './start-qmp-guests.ts';

type Values = readonly (readonly [place: string, value: number])[];

/** The device's id: QEMU tells the path of a part of the device. */
const idOf = ({qdev = ''}: BlockStats): string => /^\/machine\/peripheral\/([^/]+)/.exec(qdev)?.[1] ?? qdev;

/** Counters of a disk that have no part in the QEMU lab. */
const moreCounters = ({stats}: BlockStats) => ({
	discardRequests: stats.unmap_operations ?? Number.NaN,
	flushTimeSeconds: (stats.flush_total_time_ns ?? Number.NaN) / 1e9,
});

const disksOf = async ({monitor, empty}: RunningGuest): Promise<Values> => {
	const blocks = (await monitor.ask('query-blockstats')) as readonly BlockStats[];
	return blocks
		.filter((block) => !empty.includes(idOf(block)))
		.flatMap((block) =>
			Object.entries({...countersIn(block), ...moreCounters(block)}).map(
				([name, value]) => [`${idOf(block)} ${name}`, value] as const,
			),
		);
};

/** The kernel's names of what the guest receives and transmits. */
const nicCounters = [
	['receiveBytes', 'transmitBytes', 'bytes'],
	['receivePackets', 'transmitPackets', 'packets'],
	['receiveErrors', 'transmitErrors', 'errors'],
	['receiveDrops', 'transmitDrops', 'dropped'],
] as const;

const nicsOf = async ({nics}: RunningGuest, run: Run): Promise<Values> => {
	const all = nics.map(async ({name, isMacvtap}) => {
		const [received, sent] = isMacvtap ? (['rx', 'tx'] as const) : (['tx', 'rx'] as const);
		const files = nicCounters.flatMap(([, , kind]) => [`${received}_${kind}`, `${sent}_${kind}`]);
		const folder = `/sys/class/net/${name}/statistics`;
		const values = (await run('cat', ...files.map((file) => `${folder}/${file}`))).trim().split('\n');
		const counters = nicCounters.flatMap(([receive, transmit]) => [receive, transmit] as const);
		return counters.map((counter, index) => [`${name} ${counter}`, Number(values[index])] as const);
	});
	return (await Promise.all(all)).flat();
};

/** libvirt's tag of each statistic of a balloon, and how many units of the statistic are in the tag's unit. */
const tags = {
	'stat-swap-in': ['swap_in', 1024],
	'stat-swap-out': ['swap_out', 1024],
	'stat-major-faults': ['major_fault', 1],
	'stat-minor-faults': ['minor_fault', 1],
	'stat-free-memory': ['unused', 1024],
	'stat-total-memory': ['available', 1024],
	'stat-available-memory': ['usable', 1024],
	'stat-disk-caches': ['disk_caches', 1024],
	'stat-htlb-pgalloc': ['hugetlb_pgalloc', 1],
	'stat-htlb-pgfail': ['hugetlb_pgfail', 1],
} as const;

const memoryOf = async ({monitor, balloon}: RunningGuest): Promise<Values> => {
	const devices = (await monitor.ask('query-memory-devices')) as readonly {
		readonly type: string;
		readonly data: {readonly size: number};
	}[];
	const plugged = devices
		.filter(({type}) => type === 'virtio-mem')
		.reduce((sum, {data}) => sum + data.size, 0);
	if (balloon === undefined) {
		const {'base-memory': base} = (await monitor.ask('query-memory-size-summary')) as {
			readonly 'base-memory': number;
		};
		return [['currentKiB', (base + plugged) / 1024]];
	}

	const {actual} = (await monitor.ask('query-balloon')) as {readonly actual: number};
	const {stats, ...told} = (await monitor.ask('qom-get', {path: balloon, property: 'guest-stats'})) as {
		readonly stats: Readonly<Record<string, number>>;
		readonly 'last-update': number;
	};
	return [
		['currentKiB', (actual + plugged) / 1024],
		['memory last_update', told['last-update']],
		...Object.entries(tags).map(
			([name, [tag, unit]]) => [`memory ${tag}`, (stats[name] ?? Number.NaN) / unit] as const,
		),
	];
};

/** Every number that QEMU, and for NICs the kernel, tells of a guest that stands still. */
export const witnessQmp = async (guest: RunningGuest, run: Run): Promise<Values> => [
	...(await disksOf(guest)),
	...(await nicsOf(guest, run)),
	...(await memoryOf(guest)),
];

/** Compares each of these numbers with domtop's. */
export const compareQmp = (row: DomainReport, witnessed: Values): Comparison => {
	const {memory, disks = [], nics = []} = row;
	const ours = new Map<string, unknown>([
		['currentKiB', memory.currentKiB],
		...(memory.stats ?? []).map(({tag, value}) => [`memory ${tag}`, value] as const),
		...[...disks, ...nics].flatMap((device) =>
			Object.entries(device).map(([name, value]) => [`${device.name} ${name}`, value] as const),
		),
	]);
	const different = witnessed.filter(([place, value]) => {
		const own = ours.get(place);
		// Seconds have rounding errors of their own.
		return !(typeof own === 'number' && Math.abs(own - value) <= 1e-9 * Math.abs(value));
	});
	return {
		compared: witnessed.length,
		different: different.map(
			([place, value]) => `${row.name} ${place}: domtop ${ours.get(place)}, QEMU ${value}`,
		),
	};
};
