import {afterAll, beforeAll, expect, test} from 'vitest';
import {movedByRates} from '../check-no-spike.ts';
import type {Report} from '../report.ts';
import {diskOf, faultsOf, problemsOf, rowOf} from '../rows.ts';
import type {Guest} from './guest.ts';
import {diskPath, type GuestConfig, physicalSectorBytes} from './guest-config.ts';
import {describeXen, type Lab, openLab} from './lab.ts';
import {type Watch, watchOn} from './program.ts';
import {blockBytes, guestDevice, hasRates, moveBlocks, readVbd} from './witness.ts';

const written = 64;
const read = 32;

/** Expects the value to differ from the asked value by at most this share. */
const expectNear = (value: number | undefined, asked: number, share: number, where: string): void => {
	expect(Math.abs((value ?? Number.NaN) / asked - 1), where).toBeLessThanOrEqual(share);
};

type Choice = '512' | 'physical';

/** Has the line counters of all disks? A QEMU of this slow machine may miss a refresh: what it moved then has no rate. */
const isWhole =
	(config: GuestConfig) =>
	(lines: readonly Report[]): boolean =>
		lines.every((line) =>
			config.disks.every(({name}) => diskOf(line, config, name)?.writeBytes !== undefined),
		);

describeXen('disks of real guests', () => {
	let lab: Lab;
	let runs: Readonly<Record<Choice, Watch>>;

	beforeAll(async () => {
		lab = await openLab();
		const run = (choice: Choice) => watchOn(lab.dom0, ['-d', '1', '--vbd-sectors', choice]);
		runs = {'512': run('512'), physical: run('physical')};
		await Promise.all(
			Object.values(runs).map((running) => running.until(hasRates(lab.alpha.config, lab.beta.config))),
		);
	});

	afterAll(() => lab.close());

	/** Lets the guest move blocks on all its disks, and waits until all these blocks are counted. */
	const measure = async ({config, run}: Guest) => {
		const watched = async <Value>(of: (choice: Choice) => Promise<Value> | Value) => ({
			'512': await of('512'),
			physical: await of('physical'),
		});
		const before = await watched((choice) => runs[choice].fresh());
		const seen = await watched((choice) => runs[choice].reports.length);
		await run(config.disks.map((disk) => moveBlocks(disk, written, read)).join(' && '));
		const after = await watched(async (choice) => {
			const grown = (line: Report, name: string, counter: 'readBytes' | 'writeBytes') =>
				(diskOf(line, config, name)?.[counter] ?? 0) - (diskOf(before[choice], config, name)?.[counter] ?? 0);
			await runs[choice].fresh();
			return runs[choice].until((line) =>
				config.disks.every(
					({name}) =>
						grown(line, name, 'writeBytes') >= blockBytes * written &&
						grown(line, name, 'readBytes') >= blockBytes * read,
				),
			);
		});
		const lines = await watched((choice) => runs[choice].reports.slice(seen[choice]));
		return {before, after, lines};
	};

	test('each has the name and the counters of its virtual-device number', async () => {
		const {dom0, alpha, beta} = lab;
		const guests = [alpha, beta];
		for (const [index, guest] of guests.entries()) {
			const lines = guest.config.disks.map((disk, place) => moveBlocks(disk, 1 + index * 5 + place, 1));
			await guest.run(lines.join(' && '));
		}

		// A QEMU of this slow machine may have been too late for one refresh, and is asked again a second later.
		await runs['512'].fresh();
		const line = await runs['512'].until((one) =>
			guests.every(({config}) => problemsOf([one], config).length === 0),
		);
		for (const {config, domid} of guests) {
			expect(rowOf(line, config)).toMatchObject({id: domid, name: config.name});
			expect(
				rowOf(line, config)
					?.disks?.map(({name}) => name)
					.toSorted(),
			).toEqual(config.disks.map(({name}) => name).toSorted());
			for (const disk of config.disks) {
				const shown = diskOf(line, config, disk.name);
				if (disk.kind === 'file') {
					await dom0.run(`ls -d /sys/bus/xen-backend/devices/qdisk-${domid}-${disk.devid}`);
					expect(shown).toMatchObject({
						backend: 'qdisk',
						source: expect.stringContaining(diskPath(config, disk)),
					});
					continue;
				}

				const files = await readVbd(dom0, domid, disk);
				expect(shown, disk.name).toMatchObject({
					backend: 'vbd',
					source: expect.stringContaining(diskPath(config, disk)),
					readSectors: files.rd_sect,
					writeSectors: files.wr_sect,
					readRequests: files.rd_req,
					writeRequests: files.wr_req,
					flushRequests: files.f_req,
					discardRequests: files.ds_req,
					waitedRequests: files.oo_req,
					physicalSectorBytes: physicalSectorBytes[disk.kind],
				});
			}
		}
	});

	test('bytes and rates are what was written and read: within 2 % of it by 512, and physical/512 times that by physical', async () => {
		const {config} = lab.alpha;
		let {before, after, lines} = await measure(lab.alpha);
		for (
			let attempt = 1;
			attempt < 5 && ![lines['512'], lines.physical].every(isWhole(config));
			attempt += 1
		) {
			({before, after, lines} = await measure(lab.alpha));
		}

		for (const disk of config.disks) {
			const sector = physicalSectorBytes[disk.kind];
			for (const direction of ['read', 'write'] as const) {
				const where = `${disk.name} (${disk.kind}) ${direction}`;
				const asked = blockBytes * (direction === 'read' ? read : written);
				const grown = (choice: Choice, counter: 'Bytes' | 'Sectors') => {
					const value = (line: Report) =>
						diskOf(line, config, disk.name)?.[`${direction}${counter}`] ?? Number.NaN;
					return value(after[choice]) - value(before[choice]);
				};
				console.log(
					`${where}: asked ${asked}, 512 ${grown('512', 'Bytes')}, physical ${grown('physical', 'Bytes')}`,
				);
				for (const choice of ['512', 'physical'] as const) {
					const counted = choice === '512' ? 512 : sector;
					const shown = diskOf(after[choice], config, disk.name);
					const factor = (counted ?? 512) / 512;
					if (sector === undefined || counted === undefined) {
						expect(shown, where).not.toHaveProperty('sectorBytes');
						expect(shown, where).not.toHaveProperty('writeSectors');
						expect(grown(choice, 'Bytes'), where).toBe(asked);
					} else {
						expect(shown, where).toMatchObject({sectorBytes: counted, physicalSectorBytes: sector});
						expect(grown(choice, 'Sectors') * counted, where).toBe(grown(choice, 'Bytes'));
						expectNear(grown(choice, 'Bytes'), asked * factor, 0.02, where);
					}

					const rated = movedByRates(lines[choice], config, disk.name, direction);
					expectNear(rated, asked * factor, 0.02, `${where}, rates by ${choice}`);
				}

				if (sector !== undefined) {
					expect(grown('physical', 'Bytes'), where).toBe((grown('512', 'Bytes') * sector) / 512);
				}
			}
		}

		expect(faultsOf(lines['512'], config)).toEqual([]);
	});

	test('flushes and discards are counted, one a request', async () => {
		const {dom0, alpha} = lab;
		const {config, domid} = alpha;
		const [disk] = config.disks;
		if (disk === undefined) {
			throw new Error('alpha has no disk.');
		}

		const device = guestDevice(disk);
		const before = diskOf(await runs['512'].fresh(), config, disk.name);
		const flush = `dd if=/dev/zero of=${device} bs=4k count=1 oflag=direct conv=fsync 2> /dev/null`;
		const discard = `blkdiscard -o 1048576 -l 1048576 ${device}`;
		await alpha.run([flush, flush, flush, discard, discard].join(' && '));
		const after = diskOf(await runs['512'].fresh(), config, disk.name);
		expect(after).toMatchObject({
			flushRequests: (before?.flushRequests ?? Number.NaN) + 3,
			discardRequests: (before?.discardRequests ?? Number.NaN) + 2,
			writeRequests: (before?.writeRequests ?? Number.NaN) + 3,
		});
		const files = await readVbd(dom0, domid, disk);
		expect(after).toMatchObject({flushRequests: files.f_req, discardRequests: files.ds_req});
	});

	test('on stderr it is said once that the bytes of such disks are too high', async () => {
		const {stderr} = await runs.physical.stop();
		expect(
			stderr.split('\n').filter((line) => line.includes('--vbd-sectors 512')),
			stderr,
		).toHaveLength(1);
	});
});
