import {afterEach, beforeAll, expect, test} from 'vitest';
import {builtProgram} from '../../helpers/built-program.ts';
import {runCommand} from '../../helpers/run-program.ts';
import {openSandbox} from '../../helpers/sandbox.ts';
import {problemsOf, rowOf} from '../rows.ts';
import {alpha, beta, type GuestConfig, gamma, runningGuests} from './domain-xml.ts';
import {describeLibvirt, type Lab, openLab} from './lab.ts';
import {system} from './virsh.ts';

const memoryOfGamma = ['-d', '1', '--filter', 'gamma', '--view', 'memory'];
/** The period is known once the XML was read. A busy machine may have no time for that in the first refresh. */
const periodOff = /gamma .*\boff\b/;

describeLibvirt('the balloon statistics period, and the sockets', () => {
	let lab: Lab;

	beforeAll(() => {
		lab = openLab();
	});

	afterEach(async () => {
		for (const {name, period = 0} of runningGuests) {
			await lab.virsh.ask('dommemstat', name, '--period', String(period), '--live');
		}
	});

	const periodOf = async ({name}: GuestConfig): Promise<number> =>
		Number(/<stats period='(\d+)'/.exec(await lab.virsh.ask('dumpxml', name))?.[1] ?? 0);

	const lastUpdate = async ({name}: GuestConfig): Promise<number> =>
		Number(/last_update (\d+)/.exec(await lab.virsh.ask('dommemstat', name))?.[1]);

	/** Number of clients now on each of libvirtd's sockets (proc_net_unix: state 03 is connected). */
	const clients = async (): Promise<Readonly<Record<'readWrite' | 'readOnly', number>>> => {
		const connected = (await lab.run('cat', '/proc/net/unix'))
			.split('\n')
			.map((line) => line.trim().split(/\s+/))
			.filter(([, , , , , state]) => state === '03')
			.map((fields) => fields.at(-1) ?? '');
		const count = (name: string) => connected.filter((path) => path.endsWith(`/libvirt/${name}`)).length;
		return {readWrite: count('libvirt-sock'), readOnly: count('libvirt-sock-ro')};
	};

	test('the key p sets it over a second socket; virsh sees it, and the statistics move', async () => {
		const screen = lab.openScreen(['-c', system, '-d', '1', '--view', 'memory']);
		await screen.until(periodOff);
		screen.type('/gamma\r');
		await screen.until(({text}) => text.includes('>gamma') && !text.includes('alpha'));
		expect(await clients()).toEqual({readWrite: 0, readOnly: 1});
		screen.type('p');
		await screen.until('period of gamma, now off');
		const before = await lastUpdate(gamma);
		screen.type('1\r');
		await screen.until(/Period of gamma: off → 1 ?s/);
		expect(await periodOf(gamma)).toBe(1);
		expect(await periodOf(alpha)).toBe(2);
		await expect.poll(() => lastUpdate(gamma), {timeout: 10_000}).toBeGreaterThan(before);
		const second = await lastUpdate(gamma);
		await expect.poll(() => lastUpdate(gamma), {timeout: 10_000}).toBeGreaterThan(second);
		expect(await clients()).toEqual({readWrite: 0, readOnly: 1});
		screen.type('q');
		expect(await screen.ended).toMatchObject({code: 0});
		const lines = await lab.report(['-c', system, '-n', '2', '-d', '1']);
		expect(rowOf(lines.at(-1), gamma)?.memory).toMatchObject({balloonState: 'fresh', period: 1});
		// A slow guest answers late.
		expect(rowOf(lines.at(-1), gamma)?.memory.statsAge).toBeLessThanOrEqual(4);
	});

	test('dommemstat --period sets it, and 0 stops it', async () => {
		for (const period of [3, 0]) {
			await lab.run(...builtProgram(['-c', system, 'dommemstat', 'gamma', '--period', String(period)]));
			expect(await periodOf(gamma)).toBe(period);
		}
	});

	test('--balloon-period sets it where it is 0, once, and nowhere else', async () => {
		const running = lab.watch(['-c', system, '-d', '1', '--balloon-period', '4']);
		await running.until((line) => rowOf(line, gamma)?.memory.period === 4);
		expect(await Promise.all([alpha, beta, gamma].map(periodOf))).toEqual([2, 5, 4]);
		await lab.virsh.ask('dommemstat', 'gamma', '--period', '0', '--live');
		await running.next(4);
		expect(await periodOf(gamma)).toBe(0);
		await running.stop();
	});

	test('sampling needs the read-only socket alone; p then says why it cannot', async () => {
		const [line] = await lab.asNobody.report(['-c', system, '-n', '1', '-d', '0.5']);
		for (const guest of runningGuests) {
			expect(rowOf(line, guest)?.disks?.[0]?.readBytesPerSecond).toBeGreaterThanOrEqual(0);
			expect(line && problemsOf([line], guest)).toEqual([]);
		}

		const screen = lab.asNobody.openScreen(['-c', system, ...memoryOfGamma]);
		await screen.until(periodOff);
		screen.type('p');
		await screen.until('period of gamma, now off');
		screen.type('3\r');
		await screen.until(/Cannot open \/run\/libvirt\/libvirt-sock: permission denied/);
		expect(await periodOf(gamma)).toBe(0);
		screen.type('q');
		expect(await screen.ended).toMatchObject({code: 0});
	});

	test('where there is only one socket, opened read-only, libvirt itself refuses the period', async () => {
		const only = `qemu+unix:///system?socket=/run/libvirt/libvirt-sock-ro`;
		const screen = lab.openScreen(['-c', only, ...memoryOfGamma]);
		await screen.until(periodOff);
		screen.type('p');
		await screen.until('period of gamma, now off');
		screen.type('3\r');
		await screen.until(/read only access prevents\s+virDomainSetMemoryStatsPeriod/);
		expect(await periodOf(gamma)).toBe(0);
		screen.type('q');
		await screen.ended;
	});

	test('--read-only sets nothing, whoever asks, and never opens the socket for writing', async () => {
		for (const parameters of [
			['--json', '-n', '1', '--balloon-period', '2'],
			['dommemstat', 'gamma', '--period', '2'],
		]) {
			const command = lab.enter(builtProgram(['-c', system, '--read-only', ...parameters]));
			const refused = await runCommand(openSandbox(), command);
			expect(refused.code).toBe(2);
			expect(refused.stderr).toMatch(/read-only/);
		}

		const screen = lab.openScreen(['-c', system, '--read-only', '--filter', 'gamma']);
		await screen.until('>gamma');
		screen.type('p');
		await screen.until(/cannot be set: .*read-only/);
		expect(await clients()).toEqual({readWrite: 0, readOnly: 1});
		screen.type('q');
		expect(await screen.ended).toMatchObject({code: 0});
		expect(await periodOf(gamma)).toBe(0);
	});
});
