import {afterAll, beforeAll, expect, onTestFinished, test} from 'vitest';
import {checkNoSpike} from '../check-no-spike.ts';
import {diskOf, ofSlowness, problemsOf, rowOf} from '../rows.ts';
import {describeXen, type Lab, openLab} from './lab.ts';
import {programLine, type report, watch} from './program.ts';
import {blockBytes, hasRates, moveBlocks, readVbd} from './witness.ts';

/** Runs a command as the user nobody. */
const asNobody = 'setpriv --reuid 65534 --regid 65534 --clear-groups';
const stoppedSeconds = 10;

describeXen('sources that fail', () => {
	let lab: Lab;

	beforeAll(async () => {
		lab = await openLab();
	});

	afterAll(() => lab.close());

	test('xenstored stops for 10 s: rows and the rates of VBDs go on, a problem says so, and leaves', async () => {
		const {dom0, alpha, beta} = lab;
		const [disk] = beta.config.disks;
		if (disk === undefined) {
			throw new Error('beta has no disk.');
		}

		const running = watch(dom0, ['-d', '1', '--vbd-sectors', '512']);
		await running.until(hasRates(alpha.config, beta.config));
		const started = running.reports.length;
		await beta.run(`(while :; do ${moveBlocks(disk, 4, 1)}; sleep 0.5; done) & writer=$!`);
		const daemon = await dom0.run('cat /run/xen/xenstored.pid');
		onTestFinished(async () => {
			await dom0.run(`kill -CONT ${daemon}`);
			await beta.run('kill $writer');
		});
		await running.fresh();
		const stopped = Date.now();
		await dom0.run(`kill -STOP ${daemon}`);
		const report = await running.until(({problems}) => problems.some(({kind}) => kind === 'xenstore'), 20);
		console.log(report.problems);
		const seen = running.reports.length;
		while (Date.now() - stopped < stoppedSeconds * 1000) {
			await running.until(() => true);
		}

		const during = running.reports.slice(seen);
		await dom0.run(`kill -CONT ${daemon}`);
		expect(during.length).toBeGreaterThan(3);
		for (const line of during) {
			expect(line.problems.some(({kind}) => kind === 'xenstore')).toBe(true);
			for (const {config} of [alpha, beta]) {
				expect(rowOf(line, config)).toMatchObject({name: config.name});
				expect(rowOf(line, config)?.age).toBeLessThan(2.5);
			}

			expect(rowOf(line, beta.config)).toHaveProperty('cpuPercent');
			expect(diskOf(line, beta.config, disk.name)?.writeBytesPerSecond).toBeGreaterThan(0);
		}

		await running.until((line) => problemsOf([line], beta.config).length === 0);
		expect(problemsOf(await running.next(2), beta.config)).toEqual([]);
		const lines = running.reports.slice(started);
		const written = diskOf(lines.at(-1), beta.config, disk.name)?.writeBytes ?? 0;
		const read = diskOf(lines.at(-1), beta.config, disk.name)?.readBytes ?? 0;
		checkNoSpike(lines, beta.config, {[disk.name]: written + read + blockBytes});
	});

	test('a user who may read sysfs but not xenstore sees the counters, and is told why there is no more', async () => {
		const {dom0, alpha} = lab;
		const line = programLine(['--json', '-n', '1', '-d', '3']).replace(
			'exec ',
			`cd /tmp && HOME=/tmp exec ${asNobody} `,
		);
		const {code, stdout, stderr} = await dom0.attempt(line);
		expect(code, stderr).toBe(0);
		const [text = ''] = stdout.split('\n');
		const shown = JSON.parse(text) as Awaited<ReturnType<typeof report>>;
		console.log(shown.problems);
		const row = shown.domains.find(({id}) => id === alpha.domid);
		const served = alpha.config.disks.filter(({kind}) => kind !== 'file');
		expect(row?.disks?.map(({name}) => name)).toEqual(alpha.config.disks.map(({name}) => name));
		for (const disk of served) {
			const files = await readVbd(dom0, alpha.domid, disk);
			const found = row?.disks?.find(({name}) => name === disk.name);
			expect(found).toMatchObject({writeSectors: files.wr_sect, readSectors: files.rd_sect});
			expect(found).not.toHaveProperty('physicalSectorBytes');
			expect(found?.writeBytesPerSecond).toBe(0);
		}

		expect(row?.nics?.[0]?.transmitBytes).toBeGreaterThan(0);
		expect(row).not.toHaveProperty('cpuPercent');
		expect(
			shown.problems
				.map(({kind}) => kind)
				.filter((kind) => !ofSlowness.has(kind))
				.toSorted(),
		).toEqual(['hypervisor', 'xenstore']);
		for (const {message, advice} of shown.problems) {
			expect(message).toMatch(/permission denied/);
			expect(advice).toMatch(/as root/);
		}
	});
});
