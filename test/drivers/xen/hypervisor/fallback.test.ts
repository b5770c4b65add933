import {expect, test} from 'vitest';
import {eventually} from '../../../helpers/eventually.ts';
import type {FakeChild} from '../fake-child.ts';
import type {ChildBehaviour} from '../fake-hypervisor-commands.ts';
import {createHypervisorWorld} from './hypervisor-world.ts';

const refuse =
	(refusal: string, text: string): ChildBehaviour =>
	(child: FakeChild) => {
		child.say(`${JSON.stringify({refusal, text, sent: 1})}\n`);
		child.exit(0);
	};

const noModule = refuse('module', 'no module named xen.lowlevel.xc');

test.each([
	['python', ['python3 -E -s -u -c', 'python -E -s -u -c']],
	['python2', ['python3 -E -s -u -c', 'python -E -s -u -c', 'python2 -E -s -u -c']],
])('%s where there is no other', async (command, started) => {
	const {read, commands} = createHypervisorWorld();
	commands.install(command, 'xl');
	expect((await read()).cpus).toBe(1);
	expect(commands.started).toEqual(started);
});

test('the Python that has the module, where the first has none', async () => {
	const {read, commands} = createHypervisorWorld();
	commands.install('python3', 'python2', 'xl');
	commands.behave('python', (child, line, usual) => {
		const behave = commands.started.at(-1)?.startsWith('python3') ? noModule : usual;
		behave(child, line, usual);
	});
	expect((await read()).domains[2]?.cpuSeconds).toBe(12.559337077);
	expect(commands.started.at(-1)).toBe('python2 -E -s -u -c');
});

test.each<[string, ChildBehaviour]>([
	['no module', noModule],
	['tools of another version', refuse('hypercall', 'Permission denied')],
	['a syntax error', (child) => child.exit(1)],
	['a crash', (child) => child.exit(null, 'SIGSEGV')],
	['something else under its name', (child) => child.say('Hello, I am a teapot.\n')],
])('xl where Python has %s', async (_name, behaviour) => {
	const {read, clock, commands, hypervisor} = createHypervisorWorld();
	commands.behave('python', behaviour);
	const first = await read();
	expect(first).toMatchObject({
		cpus: 1,
		memoryKiB: 1023 * 1024,
		memoryFreeKiB: 306 * 1024,
		domains: [
			{id: 0, name: 'Domain-0', state: 'running', uuid: '00000000-0000-0000-0000-000000000000'},
			{id: 1, name: 'd1', state: 'idle', vcpuCount: 2, memoryKiB: 96 * 1024, cpuSeconds: expect.any(Number)},
			{id: 2, name: 'd2', state: 'paused', vcpusReason: expect.stringContaining('xl list')},
		],
	});
	expect(first.domains.map(({cpuRate}) => cpuRate)).toEqual([undefined, undefined, undefined]);
	expect(first.cpuSeconds).toBeUndefined();
	await clock.advance(2);
	const second = await read();
	expect(second.domains).toMatchObject([
		{cpuRate: {interval: 2, percent: expect.any(Number)}},
		{cpuRate: {interval: 2}},
		{cpuRate: {interval: 2, percent: 0}},
	]);
	expect(hypervisor.origins()).toEqual({
		cpuSeconds: expect.stringContaining('xl list -v'),
		memory: expect.stringContaining('xl list -v'),
	});
});

test('one xl list a refresh, xl info every ten seconds, and Python no more', async () => {
	const {read, clock, commands} = createHypervisorWorld();
	commands.install('xl');
	for (let refresh = 0; refresh < 8; refresh += 1) {
		await read();
		expect(commands.running()).toBe(0);
		await clock.advance(2);
	}

	const count = (line: string) => commands.started.filter((one) => one === line).length;
	expect([count('xl list -v'), count('xl info'), count('python3 -E -s -u -c')]).toEqual([8, 2, 1]);
});

test('what xl printed was true in the middle of its run', async () => {
	const {ask, clock, commands} = createHypervisorWorld();
	commands.install('xl');
	let print = () => {};
	commands.behave('xl', (child, line, usual) => {
		print = () => usual(child);
		if (line === 'info') {
			print();
		}
	});
	const startedAt = clock.monotonic();
	const waiting = ask();
	await eventually(commands.running).toBe(1);
	await clock.advance(1);
	print();
	expect(await waiting).toMatchObject({at: startedAt + 0.5});
});

test('xl where PATH has no sbin', async () => {
	const {read, commands} = createHypervisorWorld();
	commands.install('/usr/sbin/xl');
	expect((await read()).domains).toHaveLength(3);
});

test('a busy guest, by xl', async () => {
	const {read, clock, commands} = createHypervisorWorld({readings: 'busy-guest'});
	commands.install('xl');
	await read();
	for (let refresh = 0; refresh < 6; refresh += 1) {
		await clock.advance(2);
		await read();
	}

	const {domains} = await read();
	expect(domains[1]?.cpuRate?.percent).toBeGreaterThan(90);
	expect(domains[1]?.cpuRate?.percent).toBeLessThan(100);
});

test('without xl info the domains are shown all the same', async () => {
	const {read, commands} = createHypervisorWorld();
	commands.install('xl');
	commands.behave('xl', (child, line, usual) => {
		if (line === 'info') {
			child.complain('libxl: error: no\n');
			child.exit(1);
		} else {
			usual(child);
		}
	});
	const {domains, cpus, memoryKiB} = await read();
	expect(domains).toHaveLength(3);
	expect([cpus, memoryKiB]).toEqual([undefined, undefined]);
});

test('neither Python nor xl', async () => {
	const {fail, read, clock, commands} = createHypervisorWorld();
	commands.install();
	expect(await fail()).toEqual({
		kind: 'hypervisor',
		message:
			"Cannot ask the hypervisor: Python's xen.lowlevel.xc cannot be used (there is no Python), and there is no xl.",
		advice: "Install Xen's tools: xen-utils of Debian, xen-runtime of Fedora.",
	});
	commands.install('python3');
	await clock.advance(1);
	await read();
});

test.each([
	['denied', 'permission denied on /dev/xen/privcmd', /as root/],
	['absent', 'there is no /dev/xen/privcmd', /Domain-0/],
])('%s ends the search: xl could do no better', async (refusal, text, advice) => {
	const {fail, clock, commands} = createHypervisorWorld();
	commands.behave('python', refuse(refusal, '/dev/xen/privcmd'));
	expect(await fail()).toEqual({
		kind: 'hypervisor',
		message: `Cannot ask the hypervisor: ${text}.`,
		advice: expect.stringMatching(advice),
	});
	expect(commands.started).toEqual(['python3 -E -s -u -c']);
	await clock.advance(1);
	expect(await fail()).toMatchObject({message: expect.stringContaining(text)});
});

test('a user who may not use xl gets advice', async () => {
	const {fail, commands} = createHypervisorWorld();
	commands.install('xl');
	commands.behave('xl', (child) => {
		child.complain(
			'xencall: error: Could not obtain handle on privileged command interface: Permission denied\n',
		);
		child.complain(
			'libxl: error: libxl.c:102:libxl_ctx_alloc: cannot open libxc handle: Permission denied\n',
		);
		child.complain('cannot init xl context\n');
		child.exit(1);
	});
	expect(await fail()).toMatchObject({
		message: 'Cannot ask the hypervisor: permission denied on /dev/xen/privcmd.',
		advice: 'Run domtop as root to see states, CPU and memory of domains.',
	});
});

test('an xl that hangs with xenstored is killed, told of, and asked again', async () => {
	const {ask, read, clock, commands} = createHypervisorWorld();
	commands.install('xl');
	commands.behave('xl', () => {});
	const waiting = ask();
	await eventually(commands.running).toBe(1);
	await clock.advance(15.1);
	expect(await waiting).toMatchObject({
		message: 'Asking the hypervisor through xl list failed: it did not end within 15 s.',
	});
	commands.behave('xl');
	await clock.advance(1);
	expect((await read()).domains).toHaveLength(3);
});
