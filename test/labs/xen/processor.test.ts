import {afterAll, beforeAll, expect, test} from 'vitest';
import type {Report} from '../report.ts';
import {readAt, rowOf} from '../rows.ts';
import type {GuestConfig} from './guest-config.ts';
import {describeXen, type Lab, openLab} from './lab.ts';
import {runProgram, type Watch, watchOn} from './program.ts';
import {hasRates} from './witness.ts';
import {startXentop} from './xentop.ts';

/** Mean over a span; the weight of each percentage is how much of its interval lies in the span. */
const meanPercent = (reports: readonly Report[], guest: GuestConfig, from: number, to: number): number => {
	let whole = 0;
	let used = 0;
	for (const line of reports) {
		const {cpuPercent, interval} = rowOf(line, guest) ?? {};
		if (cpuPercent !== undefined && interval !== undefined) {
			const end = readAt(line, guest);
			const shared = Math.max(0, Math.min(end, to) - Math.max(end - interval, from));
			whole += shared;
			used += shared * cpuPercent;
		}
	}

	expect(whole / (to - from), 'the share of the span that is known').toBeGreaterThan(0.95);
	return used / whole;
};

describeXen('processors and the host', () => {
	let lab: Lab;
	let running: Watch;

	beforeAll(async () => {
		lab = await openLab();
		running = watchOn(lab.dom0, ['-d', '1', '--view', 'cpu']);
		await running.until(hasRates(lab.alpha.config, lab.beta.config));
	});

	afterAll(() => lab.close());

	// Retry, because the emulated clock jumps if this machine is busy with other work.
	test("a busy guest's CPU % is xentop's over the same 10 s, within 1 point", {retry: 2}, async () => {
		const {dom0, alpha, beta} = lab;
		await alpha.run('(while :; do :; done) & busy=$!');
		try {
			// The time of the first reading is not known, because the first work of xentop takes long.
			const [, start, end] = await startXentop(dom0, 10, 3).ended;
			await running.fresh();
			const [from, to] = [start, end].map((reading) => (reading?.at ?? Number.NaN) / 1000);
			expect((to ?? 0) - (from ?? 0)).toBeGreaterThan(9.5);
			for (const {config} of [alpha, beta]) {
				const theirs = end?.cpuPercent.get(config.name);
				const ours = meanPercent(running.reports, config, from ?? 0, to ?? 0);
				console.log(`${config.name}: domtop ${ours.toFixed(2)} %, xentop ${theirs} %`);
				expect(Math.abs(ours - (theirs ?? Number.NaN)), config.name).toBeLessThanOrEqual(1);
			}

			expect(end?.cpuPercent.get('alpha')).toBeGreaterThan(30);
		} finally {
			await alpha.run('kill $busy');
		}
	});

	test("states, memory and vCPUs are xl's, and the host's are xl info's", async () => {
		const {dom0, alpha} = lab;
		const line = await running.fresh();

		const info = new Map(
			(await dom0.run('xl info'))
				.split('\n')
				.map((text) => text.split(/\s*:\s*/, 2))
				.map(([name = '', value]) => [name, Number(value)]),
		);
		const [host] = line.hosts;
		expect(host?.cpus).toBe(info.get('nr_cpus'));
		expect(Math.floor((host?.memoryKiB ?? 0) / 1024)).toBe(info.get('total_memory'));
		expect(
			Math.abs((host?.memoryFreeKiB ?? 0) / 1024 - (info.get('free_memory') ?? Number.NaN)),
		).toBeLessThan(3);
		expect(host?.cpuPercent).toBeGreaterThan(0);
		expect(host?.cpuPercent).toBeLessThanOrEqual(101);

		const row = rowOf(line, alpha.config);
		expect(row).toMatchObject({vcpuCount: 1, vcpus: [{index: 0, cpuSeconds: expect.any(Number)}]});
		expect(['running', 'idle']).toContain(row?.state);
		expect(row?.memory).toMatchObject({currentKiB: 96 * 1024, targetKiB: 96 * 1024});
		expect(line.domains[0]).toMatchObject({name: 'Domain-0', id: 0, vcpuCount: 1});
	});

	test('the screen has Domain-0 first, though it used most', async () => {
		const {dom0} = lab;
		const {code, stdout, stderr} = await runProgram(dom0, [
			...['--frame', '80x24', '-d', '3', '--sort', 'cpu', '--reverse'],
		]);
		expect(code, stderr).toBe(0);
		console.log(stdout);
		const lines = stdout.trimEnd().split('\n');
		expect(lines.length).toBeLessThanOrEqual(24);
		const names = lines.flatMap((text) => /^[ >](Domain-0|alpha|beta) /.exec(text)?.[1] ?? []);
		expect(names[0]).toBe('Domain-0');
		expect(names.toSorted()).toEqual(['Domain-0', 'alpha', 'beta']);
	});
});
