import {afterAll, afterEach, beforeAll, beforeEach, expect, test} from 'vitest';
import {checkNoSpike} from '../check-no-spike.ts';
import type {Watch} from '../program.ts';
import type {Report} from '../report.ts';
import {diskOf, faultsOf, problemsOf, readAt, rowOf} from '../rows.ts';
import {alpha, beta, gamma, idle} from './domain-xml.ts';
import {describeLibvirt, type Lab, openLab} from './lab.ts';
import {checkSteady, hasRates} from './refreshes.ts';
import {system} from './virsh.ts';
import {makeDisk, timesPaced, untilPaced} from './world.ts';

const delay = 1;
/** Seconds: a booting guest takes a processor of this machine, and other programs may take the rest. */
const inTime = 2.5 * delay;

describeLibvirt('guests and disks that go and come back', () => {
	let lab: Lab;
	let running: Watch;
	let seen: number;

	beforeAll(() => {
		lab = openLab();
	});

	beforeEach(async () => {
		running = lab.watch(['-c', system, '-d', String(delay)]);
		await running.until(hasRates([alpha, beta, gamma]));
		seen = running.reports.length;
	});

	/** The other guests are not affected by what happened to gamma. */
	afterEach(async () => {
		await running.next(1);
		checkSteady(running.reports.slice(seen), [alpha, beta], inTime);
		await running.stop();
	});

	afterAll(async () => {
		await lab.virsh.ask('start', gamma.name).catch(() => undefined);
		await untilPaced(lab.folder, gamma);
	});

	/**
	Bytes that gamma may have moved in these lines, for each direction and disk, at its own pace. A guest that was held up
	catches up at most 3 s (see guest-init.sh) and moves in bursts. Its kernel reads a little of its disks when it finds them.
	*/
	const moved = (lines: readonly Report[]) => {
		const [first, last] = [lines[0], lines.at(-1)].map((line) => (line ? readAt(line, gamma) : 0));
		const seconds =
			(Number.isNaN(last ?? Number.NaN) ? lines.length * delay * 2 : (last ?? 0) - (first ?? 0)) + 5;
		return {
			vda: (gamma.vda.read + gamma.vda.write) * 1024 * seconds + 512 * 1024,
			vdb: (gamma.vdb.read + gamma.vdb.write) * 1024 * seconds + 512 * 1024,
		};
	};

	/** The limit is two processors: gamma has one, and during a boot under TCG QEMU's other threads run too. */
	const checkGamma = (lines: readonly Report[]): void => {
		checkNoSpike(lines, gamma, moved(lines), 200);
		for (const line of lines) {
			for (const {readBytesPerSecond = 0, writeBytesPerSecond = 0} of rowOf(line, gamma)?.disks ?? []) {
				expect(readBytesPerSecond).toBeGreaterThanOrEqual(0);
				expect(writeBytesPerSecond).toBeGreaterThanOrEqual(0);
			}
		}

		expect(faultsOf(lines, gamma)).toEqual([]);
	};

	test('a guest destroyed is shut off without rates; started again, it has another incarnation and no past', async () => {
		const before = rowOf(running.reports.at(-1), gamma);
		await lab.virsh.ask('destroy', gamma.name);
		const off = await running.until((line) => rowOf(line, gamma)?.state === 'shutoff');
		expect(rowOf(off, gamma)).not.toHaveProperty('id');
		for (const line of await running.next(2)) {
			expect(rowOf(line, gamma)).not.toHaveProperty('cpuPercent');
			expect(diskOf(line, gamma, 'vda')).not.toHaveProperty('readBytesPerSecond');
		}

		await lab.virsh.ask('start', gamma.name);
		// The first line that has it again: while libvirt starts it, it is paused for longer than a refresh on a busy machine.
		const reborn = await running.until((line) => rowOf(line, gamma)?.id !== undefined);
		expect(rowOf(reborn, gamma)?.incarnation).not.toBe(before?.incarnation);
		expect(rowOf(reborn, gamma)).toMatchObject({key: before?.key, uuid: gamma.uuid});
		expect(rowOf(reborn, gamma)?.id).not.toBe(before?.id);
		expect(rowOf(reborn, gamma)).not.toHaveProperty('cpuPercent');
		expect(diskOf(reborn, gamma, 'vda')).not.toHaveProperty('readBytesPerSecond');
		await untilPaced(lab.folder, gamma);
		await running.until((line) => (diskOf(line, gamma, 'vdb')?.readBytesPerSecond ?? 0) > 0);
		await running.next(2);
		checkGamma(running.reports.slice(seen));
		for (const line of running.reports.slice(seen)) {
			expect(line.domains.filter(({uuid}) => uuid === gamma.uuid)).toHaveLength(1);
		}
	});

	test('a guest destroyed and started between two refreshes has no past either', async () => {
		const slow = lab.watch(['-c', system, '-d', '5']);
		const before = rowOf(await slow.until(hasRates([gamma])), gamma);
		await lab.virsh.ask('destroy', gamma.name);
		await lab.virsh.ask('start', gamma.name);
		const [line] = await slow.next(1);
		expect(rowOf(line, gamma)?.incarnation).not.toBe(before?.incarnation);
		expect(rowOf(line, gamma)).toMatchObject({state: 'running'});
		expect(rowOf(line, gamma)).not.toHaveProperty('cpuPercent');
		expect(diskOf(line, gamma, 'vda')).not.toHaveProperty('readBytesPerSecond');
		await slow.stop();
		await untilPaced(lab.folder, gamma);
	});

	test('a guest that is reset keeps its incarnation and its counters', async () => {
		const before = rowOf(running.reports.at(-1), gamma);
		const booted = timesPaced(lab.folder, gamma);
		await lab.virsh.ask('reset', gamma.name);
		await untilPaced(lab.folder, gamma, booted + 1);
		await running.next(3);
		const lines = running.reports.slice(seen);
		checkGamma(lines);
		for (const [index, line] of lines.entries()) {
			expect(rowOf(line, gamma)?.incarnation).toBe(before?.incarnation);
			const earlier = diskOf(lines[index - 1], gamma, 'vda')?.readBytes ?? 0;
			expect(diskOf(line, gamma, 'vda')?.readBytes).toBeGreaterThanOrEqual(earlier);
		}
	});

	test('a disk attached appears, and detached it goes; attached again it has no past', async () => {
		const disk = makeDisk(lab.folder, 'gamma-vdc');
		const attach = () =>
			lab.virsh.ask(
				'attach-disk',
				gamma.name,
				disk,
				'vdc',
				'--live',
				'--targetbus',
				'virtio',
				'--subdriver',
				'raw',
			);
		const detach = () => lab.virsh.ask('detach-disk', gamma.name, 'vdc', '--live');
		for (let round = 0; round < 2; round += 1) {
			await attach();
			const appeared = await running.until((line) => diskOf(line, gamma, 'vdc')?.readBytes !== undefined);
			expect(diskOf(appeared, gamma, 'vdc')).toMatchObject({source: disk});
			expect(diskOf(appeared, gamma, 'vdc')).not.toHaveProperty('readBytesPerSecond');
			await running.until((line) => diskOf(line, gamma, 'vdc')?.readBytesPerSecond !== undefined);
			await detach();
			await running.until((line) => rowOf(line, gamma) !== undefined && !diskOf(line, gamma, 'vdc'));
		}

		await running.next(2);
		checkGamma(running.reports.slice(seen));
		const [last] = running.reports.slice(-1);
		expect(rowOf(last, gamma)?.disks?.map(({name}) => name)).toEqual(['vda', 'vdb']);
	});

	test('a domain undefined leaves; defined again, it is back', async () => {
		await lab.virsh.ask('undefine', idle.name);
		await running.until((line) => rowOf(line, idle) === undefined);
		await lab.virsh.ask('define', `${lab.folder}/${idle.name}.xml`);
		const back = await running.until((line) => rowOf(line, idle) !== undefined);
		expect(rowOf(back, idle)).toMatchObject({name: idle.name, state: 'shutoff'});
		expect(problemsOf(running.reports.slice(seen), idle)).toEqual([]);
	});
});
