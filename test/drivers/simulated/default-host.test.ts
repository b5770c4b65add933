import {describe, expect, test} from 'vitest';
import type {Disk, Domain} from '../../../source/model/sample.ts';
import {type BalloonState, balloonState} from '../../../source/usage/balloon-state.ts';
import {domainAt, momentAt, sampleAt, roundsBegin as start} from './sample-at.ts';

const present = (name: string, seconds: number): Domain => {
	const domain = domainAt(name, seconds);
	if (!domain) {
		throw new Error(`${name} is gone`);
	}

	return domain;
};

const diskOf = (name: string, disk: string, seconds: number): Disk | undefined =>
	present(name, seconds).disks?.find((candidate) => candidate.name === disk);

const balloonAt = (name: string, seconds: number): BalloonState => {
	const {memory} = present(name, seconds);
	return balloonState(memory, memory.statsAge);
};

describe('the default host', () => {
	test('has a dozen domains and more, in every state there is', () => {
		const {domains, host} = sampleAt(start);
		expect(domains.length).toBeGreaterThanOrEqual(12);
		expect(host).toMatchObject({id: 'simulated', name: 'simulated', cpus: 16, memoryKiB: 64 * 1024 ** 2});
		expect(new Set(domains.map(({state}) => state))).toEqual(
			new Set([
				'running',
				'idle',
				'paused',
				'shutdown',
				'shutoff',
				'crashed',
				'suspended',
				'dying',
				'unknown',
			]),
		);
	});

	test.each([
		['cache-swapping', 'fresh'],
		['appliance', 'no balloon'],
		['windows-legacy', 'no driver'],
		['mail', 'no period'],
		['ci-runner', 'silent'],
		['freebsd-nfs', 'no values'],
	] as const)('the balloon of %s is: %s', (name, state) => {
		expect(balloonAt(name, start + 600)).toBe(state);
	});

	test('a balloon without a period, and a silent one, grow older with the clock', () => {
		for (const name of ['mail', 'ci-runner']) {
			const {statsAge = Number.NaN} = present(name, start + 600).memory;
			expect(present(name, start + 700).memory.statsAge).toBeCloseTo(statsAge + 100, 6);
		}
	});

	test('a healthy balloon is never older than its period and a second, and swaps', () => {
		const stat = (seconds: number, tag: string): number =>
			present('cache-swapping', seconds).memory.stats?.find((candidate) => candidate.tag === tag)?.value ?? 0;
		for (let passed = 0; passed < 10; passed += 0.25) {
			expect(present('cache-swapping', start + passed).memory.statsAge).toBeLessThan(3);
		}

		for (const tag of ['swap_in', 'swap_out', 'major_fault', 'last_update']) {
			expect(stat(start + 60, tag), tag).toBeGreaterThan(stat(start, tag));
		}
	});

	test('a paused domain stands still and answers', () => {
		const before = present('paused-clone', start);
		const after = present('paused-clone', start + 100);
		expect({...after, at: before.at, memory: before.memory}).toEqual(before);
		expect(after.at).toBe(before.at + 100);
	});

	test('a domain that is shut off has no counters, and says why', () => {
		const {disks = [], nics = [], cpuSeconds, memory, id} = present('template', start);
		expect([cpuSeconds, id, memory.currentKiB, disks[0]?.readBytes, nics[0]?.receiveBytes]).toEqual([
			undefined,
			undefined,
			undefined,
			undefined,
			undefined,
		]);
		expect([disks[0]?.reason, nics[0]?.reason, memory.periodRefusal]).toEqual(
			Array(3).fill('The domain is shut off.'),
		);
	});

	test('a reboot is another incarnation with counters from the start', () => {
		const before = present('reboots-often', start + 299);
		const after = present('reboots-often', start + 301);
		expect(after.key).toBe(before.key);
		expect(after.incarnation).not.toBe(before.incarnation);
		expect(after.id).not.toBe(before.id);
		expect(after.cpuSeconds).toBeLessThan(2);
		expect(before.cpuSeconds).toBeGreaterThan(20);
		expect(after.memory.statsAge).toBeUndefined();
	});

	test('a domain that comes and goes is not there between', () => {
		expect(domainAt('nightly-batch', start + 329)).toBeDefined();
		expect(domainAt('nightly-batch', start + 331)).toBeUndefined();
		expect(domainAt('nightly-batch', start + 420)).toBeDefined();
	});

	test('a disk is unplugged, and begins again when it is plugged in again', () => {
		const last = diskOf('backup-target', 'vdb', start + 179)?.writeBytes ?? 0;
		expect(last).toBeGreaterThan(0);
		expect(diskOf('backup-target', 'vdb', start + 181)).toBeUndefined();
		expect(diskOf('backup-target', 'vda', start + 181)).toBeDefined();
		expect(diskOf('backup-target', 'vdb', start + 241)?.writeBytes).toBeLessThan(last / 10);
		expect(present('backup-target', start + 241).incarnation).toBe(
			present('backup-target', start).incarnation,
		);
	});

	test('a disk counter begins again while the incarnation stays', () => {
		const before = diskOf('resets-its-disk', 'vda', start + 199)?.readBytes ?? 0;
		expect(diskOf('resets-its-disk', 'vda', start + 201)?.readBytes).toBeLessThan(before / 10);
		expect(present('resets-its-disk', start + 201).incarnation).toBe(
			present('resets-its-disk', start + 199).incarnation,
		);
	});

	test('a domain that stops answering repeats its last reading and is one problem', () => {
		expect(sampleAt(start + 119).problems).toEqual([]);
		const silent = present('stuck-guest', start + 121.3);
		expect(silent.at).toBe(momentAt(start + 120).monotonic);
		expect(present('stuck-guest', start + 179.7)).toEqual(silent);
		expect(sampleAt(start + 154).problems).toEqual([
			{
				kind: 'silent',
				domain: silent.key,
				message: 'stuck-guest has not answered for 34 s.',
				advice: expect.stringMatching(/\.$/),
			},
		]);
		expect(present('stuck-guest', start + 181).at).toBe(momentAt(start + 181).monotonic);
	});

	test('a VBD counts sectors, and neither bytes nor times', () => {
		const disk = diskOf('xen-web', 'xvda', start);
		expect(disk).toMatchObject({backend: 'vbd', physicalSectorBytes: 4096});
		expect(disk?.readSectors).toBe((disk?.readRequests ?? 0) * 24);
		expect([disk?.readBytes, disk?.writeBytes, disk?.readTimeSeconds, disk?.writeTimeSeconds]).toEqual(
			Array(4).fill(undefined),
		);
	});

	test('what is hidden has a reason', () => {
		const hidden = present('proc-only', start);
		expect(hidden.disks).toBeUndefined();
		expect([hidden.disksReason, hidden.memory.reason, hidden.memory.periodRefusal]).toEqual(
			Array(3).fill('monitor belongs to libvirt'),
		);
		expect(present('read-only-socket', start).memory).toMatchObject({
			balloon: 'present',
			periodRefusal: 'The socket is read-only.',
		});
	});

	test('a NIC has errors and drops, and a job is busy for longer and longer', () => {
		const errors = (seconds: number): number => present('edge-router', seconds).nics?.[0]?.receiveErrors ?? 0;
		const drops = (seconds: number): number => present('edge-router', seconds).nics?.[0]?.receiveDrops ?? 0;
		expect(errors(start + 60)).toBeGreaterThan(errors(start));
		expect(drops(start + 60)).toBeGreaterThan(drops(start));
		expect(present('migrating-shop', start + 100).busy).toEqual({reason: 'migration', seconds: 100});
		expect(present('migrating-shop', start + 850).busy).toBeUndefined();
	});

	test('names are wide, long and nasty, and none moves the cursor', () => {
		const names = sampleAt(start).domains.map(({name}) => name);
		expect(names).toContain('日本語-db');
		expect(Math.max(...names.map((name) => name.length))).toBeGreaterThan(80);
		expect(names).toContain('esc\uFFFD[41mred\uFFFD]0;owned\uFFFD\uFFFD\uFFFD\uFFFDlive');
	});

	test('everything that runs has rates of its own', () => {
		const rates = sampleAt(start + 50).domains.map(({key, cpuSeconds}) => {
			const before = sampleAt(start + 40).domains.find((domain) => domain.key === key);
			return (cpuSeconds ?? 0) - (before?.cpuSeconds ?? 0);
		});
		const moving = rates.filter((rate) => rate > 0);
		expect(moving.length).toBeGreaterThan(20);
		expect(new Set(moving.map((rate) => rate.toFixed(6))).size).toBe(moving.length);
	});
});
