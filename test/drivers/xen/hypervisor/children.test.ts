import {spawn} from 'node:child_process';
import {expect, onTestFinished, test} from 'vitest';
import {startLineChild} from '../../../../drivers/xen/hypervisor/line-child.ts';
import {runCommand} from '../../../../drivers/xen/hypervisor/run-command.ts';
import {systemClock} from '../../../../source/async/clock.ts';
import type {Child, ChildWorld} from '../../../../source/process/child.ts';
import {activeResources, leftBehind} from '../../../helpers/active-resources.ts';

/** Real processes; none may be left when the test ends. */
const createWorld = (): ChildWorld & {readonly children: ReadonlySet<Child>} => {
	const before = activeResources();
	const children = new Set<Child>();
	onTestFinished(async () => {
		await Promise.all([...children].map((child) => child.close()));
		expect(await leftBehind(before)).toEqual([]);
	});
	return {
		spawn,
		clock: systemClock,
		children,
		onStart: (child) => {
			children.add(child);
			void child.ended.then(() => children.delete(child));
		},
	};
};

const limits = {timeoutSeconds: 30, byteLimit: 1024};

test('a line for a line', async () => {
	const child = startLineChild(createWorld(), ['cat'], 100);
	expect(await child.ask(30, 'one')).toEqual({text: 'one\n', receivedAt: expect.any(Number)});
	expect((await child.ask(30, 'two')).text).toBe('two\n');
});

test('a child ends with its input', async () => {
	const world = createWorld();
	const child = startLineChild(world, ['sh', '-c', 'echo $$; exec cat'], 100);
	const pid = Number((await child.ask(30)).text);
	await child.close();
	expect(() => process.kill(pid, 0)).toThrow('ESRCH');
	expect(world.children.size).toBe(0);
});

test('one that does not is killed', async () => {
	const child = startLineChild(createWorld(), ['sh', '-c', 'echo $$; exec sleep 1000'], 100);
	const pid = Number((await child.ask(30)).text);
	await child.close();
	expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});

test.each([
	['absent', ['domtop-no-such-command'], 'it cannot be run (ENOENT)'],
	['absent', ['/etc/passwd'], 'it cannot be run (EACCES)'],
	['ended', ['sh', '-c', 'echo one >&2; echo two. >&2; exit 3'], 'it ended with status 3: two'],
	['ended', ['sh', '-c', 'kill -9 $$'], 'it ended by SIGKILL'],
	['ended', ['sh', '-c', 'printf half'], 'it ended with status 0'],
	['garbled', ['sh', '-c', 'yes | tr -d "\\n"'], 'it said more than 100 bytes'],
	['garbled', ['sh', '-c', 'printf "a\\nb\\n"; exec cat'], 'it said more than one line'],
	['silent', ['cat'], 'it did not answer within 0.05 s'],
] as const)('a fault: %s %j', async (kind, command, message) => {
	const child = startLineChild(createWorld(), command as readonly string[] as never, 100);
	const deadline = kind === 'silent' ? 0.05 : 30;
	await expect(child.ask(deadline)).rejects.toMatchObject({kind, message});
	await expect(child.ask(30, 'again')).rejects.toMatchObject({kind, message});
});

test('a command to its end', async () => {
	expect(await runCommand(createWorld(), ['echo', 'a', 'b'], limits)).toMatchObject({text: 'a b\n'});
	expect(await runCommand(createWorld(), ['cat'], limits)).toMatchObject({text: ''});
});

test.each([
	['absent', ['domtop-no-such-command'], limits, 'it cannot be run (ENOENT)'],
	['ended', ['sh', '-c', 'echo x; exit 1'], limits, 'it ended with status 1'],
	['garbled', ['yes'], limits, 'it printed more than 1024 bytes'],
	['silent', ['sleep', '1000'], {...limits, timeoutSeconds: 0.05}, 'it did not end within 0.05 s'],
] as const)('a command that fails: %s', async (kind, command, bounds, message) => {
	await expect(
		runCommand(createWorld(), command as readonly string[] as never, bounds),
	).rejects.toMatchObject({kind, message});
});

test('of what it complained, what was denied counts most', async () => {
	const script = 'echo "a: Permission denied" >&2; echo "cannot go on" >&2; exit 1';
	await expect(runCommand(createWorld(), ['sh', '-c', script], limits)).rejects.toMatchObject({
		message: 'it ended with status 1: a: Permission denied',
	});
});
