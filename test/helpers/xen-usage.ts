import type {Clock} from '../../source/async/clock.ts';
import {parseAddress} from '../../source/driver/address.ts';
import type {Disk, Domain, Memory, Sample} from '../../source/model/sample.ts';
import type {Endpoint} from '../../source/sampling/supervisor.ts';
import {createFakeDriver} from './fake-driver.ts';
import {aDisk, aDomain, aHost, aNic} from './sample-builder.ts';

/**
A Xen host as its driver gives it: Domain-0, and d1 of the lab's captured run with its six disks, of which xvdb
stands on a 4Kn device and xvdc on a 512e one. Sizes, sectors and requests begin as they were captured and grow as
they were measured: 4 MiB written and 2 MiB read is 8192 and 4096 sectors, whatever the disk. The rest is plausible.
*/

/** Seconds in which a disk does the measured work once. */
const round = 2;

type Work = Pick<Disk, 'readSectors' | 'writeSectors' | 'readRequests' | 'writeRequests' | 'flushRequests'>;

const idle: Work = {};
const measured: Work = {
	readSectors: 4096,
	writeSectors: 8192,
	readRequests: 32,
	writeRequests: 64,
	flushRequests: 1,
};
const trickle: Work = {writeSectors: 80, writeRequests: 10};

const vbd = (
	name: string,
	source: string,
	physicalSectorBytes: number,
	start: Required<Work>,
	work: Work,
	seconds: number,
): Disk => {
	const rounds = seconds / round;
	const grown = (counter: keyof Work): number =>
		Math.round((start[counter] ?? 0) + (work[counter] ?? 0) * rounds);
	return aDisk(name, {
		source,
		backend: 'vbd',
		physicalSectorBytes,
		incarnation: '4711',
		readSectors: grown('readSectors'),
		writeSectors: grown('writeSectors'),
		readRequests: grown('readRequests'),
		writeRequests: grown('writeRequests'),
		flushRequests: grown('flushRequests'),
		discardRequests: 1,
		waitedRequests: 0,
	});
};

const counts = (
	readRequests: number,
	readSectors: number,
	writeRequests: number,
	writeSectors: number,
	flushRequests: number,
): Required<Work> => ({readRequests, readSectors, writeRequests, writeSectors, flushRequests});

/** A disk to which no frontend connected. */
const unconnected = (name: string, source: string): Disk =>
	aDisk(name, {
		source,
		backend: 'vbd',
		physicalSectorBytes: 512,
		incarnation: '4711',
		reason: 'its backend is Closing: nothing counts',
	});

const disksOf = (seconds: number): readonly Disk[] => [
	vbd('sda', '/tmp/s.img', 512, counts(37, 4136, 139, 24_672, 1), trickle, seconds),
	unconnected('hdb', '/tmp/h.img'),
	unconnected('xvda', '/dev/loop0'),
	vbd('xvdb', '/dev/loop1', 4096, counts(35, 4120, 74, 8272, 1), measured, seconds),
	vbd('xvdc', '/dev/sda', 4096, counts(35, 4120, 74, 8272, 1), trickle, seconds),
	vbd('xvdq', '/tmp/q.img', 512, counts(3, 24, 0, 0, 0), idle, seconds),
];

const periodRefusal = 'Xen has no balloon statistics';

const memory = (sizes: Memory): Memory => ({...sizes, periodRefusal});

/** The sample at the monotonic second `at`, `seconds` after the first sample. */
export const xenSample = (at: number, seconds: number): Sample => {
	const control: Domain = aDomain('Domain-0', {
		key: '00000000-0000-0000-0000-000000000000',
		uuid: '00000000-0000-0000-0000-000000000000',
		id: 0,
		control: true,
		incarnation: '0',
		at,
		cpuAt: at,
		cpuSeconds: 80.9 + seconds * 0.091,
		vcpuCount: 1,
		vcpus: [{index: 0, cpuSeconds: 80.9 + seconds * 0.091}],
		memory: memory({
			currentKiB: 1_572_864,
			maximumKiB: 1_572_864,
			targetKiB: 1_572_863,
			balloon: 'present',
			statsAge: 0,
			stats: [
				{tag: 'unused', value: 1_189_120},
				{tag: 'available', value: 1_461_248},
				{tag: 'usable', value: 1_290_240},
			],
		}),
		disks: [],
		nics: [],
	});
	const guest: Domain = aDomain('d1', {
		key: '753054f9-c71c-4cb1-853e-4ec61d991c72',
		uuid: '753054f9-c71c-4cb1-853e-4ec61d991c72',
		id: 1,
		state: 'idle',
		incarnation: '1',
		at,
		cpuAt: at,
		cpuSeconds: 5.8 + seconds * 0.35,
		vcpuCount: 1,
		vcpus: [{index: 0, cpuSeconds: 5.8 + seconds * 0.35}],
		memory: memory({
			currentKiB: 196_608,
			maximumKiB: 196_608,
			targetKiB: 196_608,
			reason: 'the guest reports nothing',
		}),
		disks: disksOf(seconds),
		nics: [
			aNic('vif1.0', {
				mac: '00:16:3e:00:00:01',
				incarnation: '4712',
				receiveBytes: Math.round(1200 * seconds),
				transmitBytes: Math.round(800 * seconds),
				receivePackets: Math.round(10 * seconds),
				transmitPackets: Math.round(8 * seconds),
				receiveErrors: 0,
				transmitErrors: 0,
				receiveDrops: 0,
				transmitDrops: 0,
			}),
		],
	});
	const statistics = '/sys/bus/xen-backend/devices/<vbd>/statistics';
	return {
		host: aHost({
			id: 'dom0',
			name: 'dom0',
			at,
			cpus: 1,
			cpuSeconds: 90 + seconds * 0.45,
			memoryKiB: 3071 * 1024,
			memoryFreeKiB: 1310 * 1024,
		}),
		domains: [control, guest],
		problems: [],
		origins: {
			disk: {
				readSectors: `rd_sect of ${statistics}`,
				writeSectors: `wr_sect of ${statistics}`,
				readRequests: `rd_req of ${statistics}`,
				writeRequests: `wr_req of ${statistics}`,
				flushRequests: `f_req of ${statistics}`,
				discardRequests: `ds_req of ${statistics}`,
				waitedRequests: `oo_req of ${statistics}`,
			},
		},
	};
};

/** The Xen host behind `xl:`, by a clock. */
export const xenTarget = (clock: Clock): Endpoint => {
	const start = clock.monotonic();
	return {
		driver: createFakeDriver(
			{sample: () => xenSample(clock.monotonic(), clock.monotonic() - start)},
			{name: 'xen', schemes: ['xl']},
		),
		address: parseAddress('xl:'),
	};
};
