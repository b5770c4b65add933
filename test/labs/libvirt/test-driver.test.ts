import {beforeAll, expect, test} from 'vitest';
import {builtProgram} from '../../helpers/built-program.ts';
import {describeLibvirt, type Lab, openLab} from './lab.ts';
import {openVirsh, type Virsh} from './virsh.ts';

const uri = 'test+unix:///default?socket=/run/libvirt/libvirt-sock';

describeLibvirt("the daemon's test driver", () => {
	let lab: Lab;
	let virsh: Virsh;

	beforeAll(() => {
		lab = openLab();
		virsh = openVirsh(lab.run, uri);
	});

	test('works like any other: a running domain with memory statistics and a disk that moves', async () => {
		const lines = await lab.report(['-c', uri, '-n', '3', '-d', '1']);
		const memory = new Map(
			(await virsh.ask('dommemstat', 'test'))
				.trim()
				.split('\n')
				.map((line) => line.split(' '))
				.map(([tag = '', value]) => [tag, Number(value)]),
		);
		for (const line of lines) {
			expect(line.problems).toEqual([]);
			expect(line.domains).toHaveLength(1);
			const [row] = line.domains;
			expect(row).toMatchObject({name: 'test', driver: 'libvirt', state: 'running'});
			const tags = Object.fromEntries(row?.memory.stats?.map(({tag, value}) => [tag, value]) ?? []);
			const {actual, rss, ...others} = Object.fromEntries(memory);
			expect(tags).toMatchObject(others);
			expect(tags.actual ?? row?.memory.currentKiB).toBe(actual);
			expect(tags.rss ?? row?.memory.residentKiB).toBe(rss);
			expect(row?.cpuSeconds).toBeGreaterThan(0);
		}

		const [first, last] = [lines[0], lines.at(-1)].map((line) => line?.domains[0]);
		expect(first?.disks?.map(({name}) => name)).toEqual(['vda']);
		expect(first?.nics?.map(({name}) => name)).toEqual(['testnet0']);
		expect(last?.disks?.[0]?.readBytes).toBeGreaterThan(first?.disks?.[0]?.readBytes ?? Number.NaN);
		expect(last?.disks?.[0]?.readBytesPerSecond).toBeGreaterThan(0);
	});

	test('its moving counters lie between two readings of virsh', async () => {
		const read = async (): Promise<readonly number[]> =>
			(await virsh.ask('domblkstat', 'test', 'vda'))
				.trim()
				.split('\n')
				.map((line) => Number(line.split(' ').at(-1)));
		const before = await read();
		const ours = (await lab.run(...builtProgram(['-c', uri, 'domblkstat', 'test', 'vda'])))
			.trim()
			.split('\n');
		const after = await read();
		expect(ours).toHaveLength(before.length);
		for (const [index, line] of ours.entries()) {
			const value = Number(line.split(' ').at(-1));
			expect(value, line).toBeGreaterThanOrEqual(before[index] ?? Number.NaN);
			expect(value, line).toBeLessThanOrEqual(after[index] ?? Number.NaN);
		}
	});

	test('its period is set and seen by virsh', async () => {
		// libvirtd forgets this host when its last client leaves.
		const running = lab.watch(['-c', uri, '-d', '1']);
		await running.next(1);
		for (const period of [3, 0]) {
			await lab.run(...builtProgram(['-c', uri, 'dommemstat', 'test', '--period', String(period)]));
			const xml = await virsh.ask('dumpxml', 'test');
			expect(Number(/<stats period='(\d+)'/.exec(xml)?.[1] ?? 0)).toBe(period);
		}

		await running.stop();
	});

	test('dommemstat prints what virsh prints', async () => {
		const ours = await lab.run(...builtProgram(['-c', uri, 'dommemstat', 'test']));
		const lines = (text: string) => text.trim().split('\n');
		expect(lines(ours)).toEqual(lines(await virsh.ask('dommemstat', 'test')));
	});
});
