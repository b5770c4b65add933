import {describe, expect, inject, test} from 'vitest';
import {builtProgram} from '../../helpers/built-program.ts';
import {enterNamespace} from '../libvirt/namespace.ts';
import {runner} from '../libvirt/virsh.ts';
import {labProgram} from '../program.ts';

const uri = 'lxc:///system';

describe.skipIf(inject('lxc') === undefined)('a container of libvirt', () => {
	const world = inject('lxc');
	const enter = enterNamespace(world?.keeper ?? 0);
	const run = runner(enter);
	const {report} = labProgram(enter);
	const virsh = (...command: readonly string[]) => run('virsh', '-c', uri, ...command);
	const domtop = (...command: readonly string[]) => run(...builtProgram(['-c', uri, ...command]));
	const counters = async (): Promise<ReadonlyMap<string, number>> =>
		new Map(
			(await virsh('domblkstat', 'box'))
				.trim()
				.split('\n')
				.map((line) => line.trim().split(' '))
				.map(([name = '', value]) => [name, Number(value)]),
		);

	test('while it stands still, domblkstat and dommemstat print what virsh prints', async () => {
		await expect.poll(async () => (await counters()).get('wr_bytes'), {timeout: 30_000}).toBeGreaterThan(0);
		await virsh('suspend', 'box');
		try {
			expect((await domtop('domblkstat', 'box')).trimEnd()).toBe(
				(await virsh('domblkstat', 'box')).trimEnd(),
			);
			expect((await domtop('dommemstat', 'box')).trimEnd()).toBe(
				(await virsh('dommemstat', 'box')).trimEnd(),
			);
		} finally {
			await virsh('resume', 'box');
		}
	});

	test('what it reads and writes per second lies between two readings of virsh', async () => {
		const [before, began] = [await counters(), performance.now()];
		const box = (await report(['-c', uri, '-n', '2', '-d', '5']))
			.at(-1)
			?.domains.find(({name}) => name === 'box');
		const seconds = (performance.now() - began) / 1000;
		const after = await counters();
		for (const [rate, counter] of [
			[box?.readBytesPerSecond, 'rd_bytes'],
			[box?.writeBytesPerSecond, 'wr_bytes'],
		] as const) {
			const most = (after.get(counter) ?? 0) - (before.get(counter) ?? 0);
			expect(rate).toBeGreaterThan(0);
			expect((rate ?? 0) * (box?.interval ?? 0)).toBeLessThanOrEqual(most);
			expect((rate ?? 0) * seconds).toBeGreaterThan(0.2 * most);
		}
	});

	test('of one that is off it is unknown, and no 0', async () => {
		const [last] = await report(['-c', uri, '-n', '1', '-d', '1']);
		const lid = last?.domains.find(({name}) => name === 'lid');
		expect(lid).toMatchObject({state: 'shutoff', diskSum: {reason: 'the domain is not running'}});
		expect(lid).not.toHaveProperty('readBytesPerSecond');
		await expect(domtop('domblkstat', 'lid')).rejects.toThrow('the domain is not running');
		await expect(domtop('dommemstat', 'lid')).rejects.toThrow('domain is not running');
	});

	test('plain domtop finds it by itself', async () => {
		const [found] = await report(['-n', '1', '-d', '1']);
		expect(found?.connections.map(({uri: one}) => one)).toContain(uri);
		expect(found?.domains.some(({name}) => name === 'box')).toBe(true);
	});
});
