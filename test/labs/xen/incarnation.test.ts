import {afterAll, beforeAll, expect, test} from 'vitest';
import {checkNoSpike} from '../check-no-spike.ts';
import type {Report} from '../report.ts';
import {diskOf, faultsOf, rowOf} from '../rows.ts';
import {createGuest, type Guest, openGuest, prepareGuest} from './guest.ts';
import {diskText, gamma} from './guest-config.ts';
import {describeXen, type Lab, openLab} from './lab.ts';
import {type Watch, watchOn} from './program.ts';
import {blockBytes, hasRates, moveBlocks} from './witness.ts';

/** Bytes that a guest's kernel reads of a disk by itself when it finds the disk, and a little more. */
const found = 64 * 1024;
const [first, second] = gamma.disks;

describeXen('guests and disks that go and come back', () => {
	let lab: Lab;
	let guest: Guest;
	let running: Watch;

	beforeAll(async () => {
		lab = await openLab();
		await prepareGuest(lab.dom0, gamma);
		guest = await createGuest(lab.dom0, gamma);
		running = watchOn(lab.dom0, ['-d', '1', '--vbd-sectors', '512']);
		await running.until(hasRates(gamma));
	});

	afterAll(async () => {
		await lab.dom0.attempt(`xl destroy ${gamma.name}`);
		await lab.close();
	});

	const move = async (blocks: number): Promise<void> => {
		await guest.run(
			[first, second].map((disk) => (disk ? moveBlocks(disk, blocks, 1) : 'true')).join(' && '),
		);
	};

	/** Most bytes that the guest moves when it finds its disks `times` times and moves `blocks` blocks in all. */
	const movedBytes = (blocks: number, times: number) =>
		Object.fromEntries(
			gamma.disks.map(({name}) => [name, (blocks + times) * blockBytes + times * found] as const),
		);

	const detach = () => lab.dom0.run(`xl block-detach ${gamma.name} ${second?.name}`);
	const attach = () =>
		lab.dom0.run(`xl block-attach ${gamma.name} '${second ? diskText(gamma, second) : ''}'`);
	const secondOf = (line: Report | undefined) => diskOf(line, gamma, second?.name ?? '');

	test('a disk detached and attached between two refreshes has no past, though its counters are higher', async () => {
		const before = secondOf(running.reports.at(-1));
		running.signal('SIGSTOP');
		await detach();
		await attach();
		await move(16);
		const seen = running.reports.length;
		running.signal('SIGCONT');
		await running.next(3);
		// A line that was read before the stop may still come.
		const after = running.reports
			.slice(seen)
			.map(secondOf)
			.find((disk) => (disk?.writeBytes ?? 0) > 0);
		expect(after?.writeBytes).toBe(16 * blockBytes);
		expect(after?.writeBytes).toBeGreaterThan(before?.writeBytes ?? Number.NaN);
		expect(after).not.toHaveProperty('writeBytesPerSecond');
		expect(after).not.toHaveProperty('readBytesPerSecond');
	});

	test('a disk that is detached leaves, and comes back without a false rate', async () => {
		await running.fresh();
		const seen = running.reports.length;
		await detach();
		await running.until((line) => rowOf(line, gamma) !== undefined && !secondOf(line));
		await attach();
		await running.until((line) => secondOf(line)?.writeBytesPerSecond !== undefined);
		await move(4);
		await running.fresh();
		const lines = running.reports.slice(seen);
		checkNoSpike(lines, gamma, movedBytes(4, 2));
		expect(secondOf(lines.at(-1))?.writeBytes).toBe(4 * blockBytes);
		expect(faultsOf(lines, gamma)).toEqual([]);
	});

	test('a guest that reboots has another domid and keeps its row; its first rates are unknown', async () => {
		await move(16);
		await running.fresh();
		const old = guest.domid;
		const before = rowOf(running.reports.at(-1), gamma);
		const seen = running.reports.length;
		guest.run('reboot -f').catch(() => undefined);
		const reborn = rowOf(await running.until((line) => (rowOf(line, gamma)?.id ?? old) !== old), gamma);
		guest = await openGuest(lab.dom0, gamma);
		await running.until(hasRates(gamma));
		await move(8);
		await running.fresh();

		const lines = running.reports.slice(seen);
		expect(guest.domid).not.toBe(old);
		expect(reborn).toMatchObject({key: before?.key, uuid: gamma.uuid, id: guest.domid});
		expect(reborn?.incarnation).not.toBe(before?.incarnation);
		expect(reborn).not.toHaveProperty('cpuPercent');
		for (const {name} of gamma.disks) {
			const counted = lines
				.map((line) => diskOf(line, gamma, name))
				.find((disk, index) => {
					return rowOf(lines[index], gamma)?.id === guest.domid && disk?.writeBytes !== undefined;
				});
			expect(counted).not.toHaveProperty('writeBytesPerSecond');
			expect(diskOf(lines.at(-1), gamma, name)?.writeBytes).toBe(8 * blockBytes);
		}

		checkNoSpike(lines, gamma, movedBytes(8, 2));
		for (const line of lines) {
			expect(line.domains.filter(({uuid}) => uuid === gamma.uuid).length).toBeLessThan(2);
			expect(rowOf(line, gamma)?.name ?? gamma.name).toBe(gamma.name);
		}

		expect(faultsOf(lines, gamma)).toEqual([]);
	});

	test('a guest that ended and is preserved shows no false rates; destroyed, it leaves without an error', async () => {
		await move(16);
		await running.fresh();
		const seen = running.reports.length;
		guest.run('poweroff -f').catch(() => undefined);
		const dead = await running.until((line) =>
			['shutdown', 'shutoff'].includes(rowOf(line, gamma)?.state ?? ''),
		);
		expect(rowOf(dead, gamma)?.uuid).toBe(gamma.uuid);
		await running.next(3);
		const lines = running.reports.slice(seen);
		checkNoSpike(lines, gamma, movedBytes(0, 1));
		for (const {name} of gamma.disks) {
			expect(diskOf(lines.at(-1), gamma, name)?.writeBytesPerSecond ?? 0).toBe(0);
		}

		await lab.dom0.run(`xl destroy ${gamma.name}`);
		await running.until((line) => rowOf(line, gamma) === undefined);
		await running.fresh();
		expect(faultsOf(running.reports.slice(seen), gamma)).toEqual([]);
	});
});
