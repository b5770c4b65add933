import type {Machine} from '../../drivers/parallels/machines/machine.ts';
import {applyBlock} from '../../drivers/parallels/mapping/apply-block.ts';
import {domainOfMachine} from '../../drivers/parallels/mapping/domain.ts';
import type {MachineReading} from '../../drivers/parallels/mapping/machine-reading.ts';
import {createStatusTimes} from '../../drivers/parallels/mapping/status-times.ts';
import {parallelsOrigins} from '../../drivers/parallels/origins.ts';
import type {Clock} from '../../source/async/clock.ts';
import {parseAddress} from '../../source/driver/address.ts';
import type {DriverOptions} from '../../source/driver/driver.ts';
import type {Domain, ProblemReport} from '../../source/model/sample.ts';
import type {Endpoint} from '../../source/sampling/supervisor.ts';
import {createFakeDriver} from './fake-driver.ts';
import {aHost} from './sample-builder.ts';

/**
A Virtuozzo host behind `prlctl:`, whose domains the driver's own mapping makes: an event every second, and values that
change every ten seconds. The names of the counters are from the captures; the numbers are plausible.
*/

/** Seconds between two readings of the service, and the second of the first reading. */
const plateau = 10;
const firstRead = 3;

/** Each counter's value at the start, and its growth in one second. */
type Counts = Readonly<Record<string, readonly [start: number, perSecond: number]>>;

type Plan = {readonly machine: Machine; readonly counts: Counts};

const mebibyte = 2 ** 20;

const disk = (name: string, read: number, written: number): Counts => ({
	[`${name}.read_requests`]: [20_131, read / 16_384],
	[`${name}.write_requests`]: [9050, written / 8192],
	[`${name}.read_total`]: [735_313_920, read],
	[`${name}.write_total`]: [214_040_576, written],
});

const nic = (name: string, bytes: number): Counts => ({
	[`${name}.pkts_in`]: [100_240, bytes / 800],
	[`${name}.pkts_out`]: [90_136, bytes / 1600],
	[`${name}.bytes_in`]: [64_024_000, bytes],
	[`${name}.bytes_out`]: [18_018_000, bytes / 4],
});

const cpu = (count: number, share: number): Counts =>
	Object.fromEntries(
		Array.from({length: count}, (_, index) => [`guest.vcpu${index}.time`, [184_967e6 + index, share * 1e9]]),
	);

const memory = (total: number, usage: number, faults = 0): Counts => ({
	'guest.ram.usage': [usage, 0],
	'guest.ram.total': [total, 0],
	'guest.ram.balloon_actual': [total, 0],
	'guest.ram.available': [total - usage - 160, 0],
	'guest.ram.swap_in': [0, 0],
	'guest.ram.swap_out': [faults * 8, faults * 2],
	'guest.ram.minor_fault': [812_425, 40],
	'guest.ram.major_fault': [512, faults],
});

const uuidOf = (number: number): string => `aaaaaaaa-0000-4000-8000-${String(number).padStart(12, '0')}`;

const plans: readonly Plan[] = [
	{
		machine: {
			uuid: uuidOf(1),
			name: 'web1',
			kind: 'vm',
			status: 'running',
			details: {
				memoryKiB: 4096 * 1024,
				cpus: 2,
				disks: [
					{name: 'hdd0', counter: 'devices.scsi0', source: '/vz/vmprivate/web1/harddisk0.hdd'},
					{name: 'hdd1', counter: 'devices.scsi1', source: '/vz/vmprivate/web1/harddisk1.hdd'},
				],
				nics: [{index: 0, name: 'vme001c42aabbcc', mac: '00:1c:42:aa:bb:cc'}],
			},
		},
		counts: {
			...cpu(2, 0.25),
			...memory(4096, 1536),
			...disk('devices.scsi0', 6.5 * mebibyte, 1.5 * mebibyte),
			// These counters were never written.
			'devices.scsi1.read_total': [0, 0],
			'devices.scsi1.write_total': [0, 0],
			...nic('net.nic0', 120_000),
		},
	},
	{
		machine: {
			uuid: uuidOf(2),
			name: 'db1',
			kind: 'vm',
			status: 'running',
			details: {
				memoryKiB: 8192 * 1024,
				cpus: 4,
				disks: [{name: 'hdd0', counter: 'devices.virtio0', source: '/vz/vmprivate/db1/harddisk0.hdd'}],
				nics: [{index: 0, name: 'vme001c42aabbdd', mac: '00:1c:42:aa:bb:dd'}],
			},
		},
		counts: {
			...cpu(4, 0.4),
			...memory(8192, 7400, 12),
			...disk('devices.virtio0', 2 * mebibyte, 24 * mebibyte),
			...nic('net.nic0', 900_000),
		},
	},
	{
		machine: {
			uuid: uuidOf(3),
			name: 'ct-mail',
			kind: 'container',
			status: 'running',
			details: {
				memoryKiB: 1024 * 1024,
				disks: [{name: 'hdd0', counter: 'devices.hdd0', source: '/vz/private/103/root.hdd'}],
				nics: [{index: 2 ** 32 - 1, name: 'venet0'}],
			},
		},
		counts: {
			...cpu(2, 0.015),
			'guest.ram.usage': [310, 0],
			'guest.ram.total': [1024, 0],
			'devices.hdd0.read_total': [9 * mebibyte, 0],
			'devices.hdd0.write_total': [40 * mebibyte, 24 * 1024],
			...nic('net.nic4294967295', 3000),
		},
	},
	{
		machine: {
			uuid: uuidOf(4),
			name: 'template',
			kind: 'vm',
			status: 'stopped',
			details: {memoryKiB: 2048 * 1024, cpus: 2, disks: [], nics: []},
		},
		counts: {},
	},
];

const down: ProblemReport = {
	kind: 'statistics',
	message: 'prlctl statistics sent nothing for 5 s.',
	advice: 'See whether prl-disp-service runs; it is asked again by itself.',
};

const countersAt = (counts: Counts, seconds: number): ReadonlyMap<string, number> => {
	const read = firstRead + Math.floor((seconds - firstRead) / plateau) * plateau;
	return new Map(
		Object.entries(counts).map(([name, [start, perSecond]]) => [
			name,
			Math.floor(start + perSecond * (read + plateau)),
		]),
	);
};

/** Seconds without a request after which the driver unsubscribes, at a delay of 2 s. */
const dropAfter = 5;

/** The Virtuozzo host, by a clock. @param downFrom seconds after which the service tells nothing more. */
export const parallelsHost = (clock: Clock, downFrom = Number.POSITIVE_INFINITY): Endpoint => {
	const start = clock.monotonic();
	const startWall = clock.wall();
	const readings = new Map<string, MachineReading>();
	const statusTimes = createStatusTimes();
	let onStatus: DriverOptions['onStatus'] = () => {};
	let events = 0;
	let asked = 0;
	let subscribed = false;

	const dropUnasked = async (): Promise<void> => {
		const last = ++asked;
		await clock.sleep(dropAfter);
		if (asked === last && subscribed) {
			subscribed = false;
			readings.clear();
			onStatus({
				state: 'unsubscribed',
				message: 'Unsubscribed from the statistics service, as no numbers were asked for.',
			});
		}
	};

	const takeEvent = (second: number): void => {
		const moment = {at: start + second, wall: startWall + second * 1000};
		for (const {machine, counts} of plans) {
			if (machine.status === 'running') {
				const block = {uuid: machine.uuid, counters: countersAt(counts, second)};
				readings.set(machine.uuid, applyBlock(readings.get(machine.uuid), block, moment));
			}
		}
	};

	const domains = (now: number): readonly Domain[] => {
		const since = statusTimes(
			plans.map(({machine}) => machine),
			now,
		);
		return plans.map(({machine}) =>
			domainOfMachine(machine, readings.get(machine.uuid), {
				now,
				statusSince: since.get(machine.uuid),
			}),
		);
	};

	return {
		driver: createFakeDriver(
			{
				connect(_attempt, options) {
					onStatus = options.onStatus;
				},
				sample() {
					const now = clock.monotonic();
					const seconds = now - start;
					events = subscribed ? events : Math.floor(seconds);
					for (; events <= Math.min(seconds, downFrom); events++) {
						takeEvent(events);
					}

					const isDown = seconds > downFrom + 5;
					subscribed = !isDown;
					void dropUnasked();
					onStatus(
						isDown
							? {state: 'unsubscribed', message: 'No event came for 5 s; tried again after 5 s.'}
							: {state: 'subscribed', message: 'Subscribed to the statistics service.'},
					);
					return {
						host: aHost({id: 'vz1', name: 'vz1', at: now, cpuSeconds: 5000 + seconds * 2.4}),
						domains: domains(now),
						problems: isDown ? [down] : [],
						origins: parallelsOrigins,
					};
				},
			},
			{name: 'parallels', schemes: ['prlctl']},
		),
		address: parseAddress('prlctl:'),
	};
};
