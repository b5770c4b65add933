import {afterAll, beforeAll, expect, test} from 'vitest';
import {diskOf, problemsOf, rowOf} from '../rows.ts';
import {describeXen, type Lab, openLab} from './lab.ts';
import {cpuSecondsOf, groupOf, pidsOf} from './processes.ts';
import {type Watch, watchOn} from './program.ts';
import {hasRates, moveBlocks} from './witness.ts';
import {startXentop} from './xentop.ts';

const delay = 1;

describeXen('domtop beside others', () => {
	let lab: Lab;
	let running: Watch;

	beforeAll(async () => {
		lab = await openLab();
		running = watchOn(lab.dom0, ['-d', String(delay)]);
		await running.until(hasRates(lab.alpha.config, lab.beta.config));
	});

	afterAll(() => lab.close());

	test('a running xentop, which takes the sockets of QDisks too, breaks nothing; what both cost is printed', async () => {
		const {dom0, alpha, beta} = lab;
		const readings = 10;
		const disk = alpha.config.disks.find(({kind}) => kind === 'file');
		if (disk === undefined) {
			throw new Error('alpha has no QDisk.');
		}

		const [program = 0] = await pidsOf(dom0, 'domtop');
		const seen = running.reports.length;
		const xentop = startXentop(dom0, delay, readings);
		await running.fresh();
		const [other = 0] = await pidsOf(dom0, 'xentop');
		const cost = async () => ({
			ours: await cpuSecondsOf(dom0, program),
			theirs: await cpuSecondsOf(dom0, other),
		});
		const before = await cost();
		const refreshes = 4;
		await running.next(refreshes);
		const after = await cost();
		const [ours, theirs] = [after.ours - before.ours, after.theirs - before.theirs];
		console.log(
			`CPU of a refresh: domtop ${((ours * 1000) / refreshes).toFixed(0)} ms, xentop -b ${((theirs * 1000) / refreshes).toFixed(0)} ms: ${(ours / theirs).toFixed(2)} times`,
		);
		expect((await xentop.ended).length).toBe(readings);
		await alpha.run(moveBlocks(disk, 4, 1));
		const counted = diskOf(running.reports.at(-1), alpha.config, disk.name)?.writeBytes ?? 0;
		await running.until((line) => (diskOf(line, alpha.config, disk.name)?.writeBytes ?? 0) > counted);
		await running.until((line) => problemsOf([line], alpha.config).length === 0);
		for (const line of running.reports.slice(seen)) {
			for (const {config} of [alpha, beta]) {
				expect(rowOf(line, config)?.age).toBeLessThan(3);
				for (const {name, kind} of config.disks) {
					if (kind !== 'file') {
						expect(diskOf(line, config, name)?.writeBytesPerSecond).toBe(0);
					}
				}
			}
		}
	});

	test.for(['SIGTERM', 'SIGKILL'])('nothing is left running after %s', async (signal) => {
		const {dom0, alpha} = lab;
		if (signal === 'SIGKILL') {
			running = watchOn(dom0, ['-d', '1']);
			await running.until(({domains}) => domains.some(({name}) => name === alpha.config.name));
		}

		const [program = 0] = await pidsOf(dom0, 'domtop');
		expect(program).toBeGreaterThan(0);
		const during = await groupOf(dom0, program);
		await dom0.run(`kill -${signal} ${program}`);
		await expect.poll(() => groupOf(dom0, program), {timeout: 10_000, interval: 500}).toEqual([]);
		console.log(`${signal} ended ${during.join('; ')}`);
	});
});
