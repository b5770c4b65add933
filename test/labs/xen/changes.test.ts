import {afterAll, beforeAll, expect, test} from 'vitest';
import type {DomainReport} from '../report.ts';
import {faultsOf, nicOf, rowOf} from '../rows.ts';
import type {Guest} from './guest.ts';
import {describeXen, type Lab, openLab} from './lab.ts';
import {runProgram, type Watch, watchOn} from './program.ts';
import {hasRates} from './witness.ts';

const statOf = (row: DomainReport | undefined, tag: string): number | undefined =>
	row?.memory.stats?.find((stat) => stat.tag === tag)?.value;

describeXen('what xl and a guest’s agent change while it runs', () => {
	let lab: Lab;
	let running: Watch;
	let beta: Guest;

	beforeAll(async () => {
		lab = await openLab();
		beta = lab.beta;
		running = watchOn(lab.dom0, ['-d', '1']);
		await running.until(hasRates(beta.config));
	});

	afterAll(() => lab.close());

	test('a guest that is renamed keeps its row', async () => {
		const before = rowOf(running.reports.at(-1), beta.config);
		const name = 'web 01 (prod)';
		await lab.dom0.run(`xl rename ${beta.config.name} '${name}'`);
		try {
			const line = await running.until((one) => rowOf(one, beta.config)?.name === name);
			expect(rowOf(line, beta.config)).toMatchObject({key: before?.key, incarnation: before?.incarnation});
			expect(rowOf(line, beta.config)).toHaveProperty('cpuPercent');
		} finally {
			await lab.dom0.run(`xl rename '${name}' ${beta.config.name}`);
		}

		await running.until((one) => rowOf(one, beta.config)?.name === beta.config.name);
	});

	test('a NIC that is plugged in has its own row and counters, and leaves when it is plugged out', async () => {
		const {dom0} = lab;
		const mac = '00:16:3e:00:00:1b';
		const name = `vif${beta.domid}.1`;
		await dom0.run(`xl network-attach ${beta.config.name} mac=${mac} bridge=xenbr0 script=vif-bridge`);
		try {
			const line = await running.until((one) => nicOf(one, beta.config, name)?.receiveBytes !== undefined);
			expect(nicOf(line, beta.config, name)).toMatchObject({mac});
		} finally {
			await dom0.run(`xl network-detach ${beta.config.name} 1`);
		}

		await running.until((one) => rowOf(one, beta.config) !== undefined && !nicOf(one, beta.config, name));
		expect(faultsOf(running.reports, beta.config)).toEqual([]);
	});

	test('what a Qubes guest writes of its memory is shown, and nonsense is not', async () => {
		const {dom0} = lab;
		const node = `/local/domain/${beta.domid}/memory/meminfo`;
		const writeUsed = (used: string) => dom0.run(`xenstore-write ${node} '${used}'`);
		await writeUsed('40000');
		const line = await running.until((one) => statOf(rowOf(one, beta.config), 'unused') !== undefined);
		const {memory} = rowOf(line, beta.config) ?? {};
		expect(statOf(rowOf(line, beta.config), 'unused')).toBe((memory?.currentKiB ?? Number.NaN) - 40_000);
		expect(memory).toMatchObject({balloonState: 'fresh'});
		await writeUsed('MemTotal: 5 kB');
		await running.until((one) => statOf(rowOf(one, beta.config), 'unused') === undefined);
		await dom0.run(`xenstore-rm ${node}`);
	});

	test('dommemstat prints what virsh does of it', async () => {
		// If Python starts too late for the only answer, domtop leaves out what only the hypervisor knows, and says so.
		let stdout = '';
		for (let attempt = 0; attempt < 3 && !stdout.includes('actual'); attempt += 1) {
			({stdout} = await runProgram(lab.dom0, ['dommemstat', beta.config.name]));
		}

		const memory = rowOf(running.reports.at(-1), beta.config)?.memory;
		expect(stdout.trim().split('\n')).toEqual([
			`actual ${memory?.currentKiB}`,
			`available ${memory?.maximumKiB}`,
		]);
	});
});
