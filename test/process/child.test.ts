import {type ChildProcessWithoutNullStreams, spawn} from 'node:child_process';
import {describe, expect, onTestFinished, test} from 'vitest';
import {type Child, type ChildOptions, type CommandLine, startChild} from '../../source/process/child.ts';
import type {Spawn} from '../../source/process/spawn.ts';
import {createFailedChild, createFakeChild} from '../drivers/xen/fake-child.ts';
import {activeResources, leftBehind} from '../helpers/active-resources.ts';
import {eventually} from '../helpers/eventually.ts';
import {createFakeClock} from '../helpers/fake-clock.ts';
import {processState} from '../helpers/process-state.ts';
import {promptly} from '../helpers/promptly.ts';

/** A real command under a clock moved by hand; nothing of it may be left when the test ends. */
const start = (command: CommandLine, options: ChildOptions = {}) => {
	const before = activeResources();
	const clock = createFakeClock();
	const children: ChildProcessWithoutNullStreams[] = [];
	const child = startChild(
		{
			clock,
			spawn: (...given) => {
				const process = spawn(...given);
				children.push(process);
				return process;
			},
		},
		command,
		options,
	);
	let text = '';
	child.listen((bytes) => {
		text += bytes.toString();
	});
	onTestFinished(async () => {
		await child.kill();
		expect(await leftBehind(before)).toEqual([]);
		expect(clock.sleeping()).toEqual([]);
	});
	return {clock, child, text: () => text, pid: children[0]?.pid ?? 0};
};

/** A child without a process, and the signals that it gets. */
const startFake = (options: ChildOptions = {}) => {
	const clock = createFakeClock();
	const fake = createFakeChild(1000);
	const signals: unknown[] = [];
	const {kill} = fake.process;
	fake.process.kill = (signal) => {
		signals.push(signal);
		return kill(signal);
	};
	return {clock, fake, signals, child: startChild({spawn: () => fake.process, clock}, ['any'], options)};
};

const settles = (child: Child): {readonly hasEnded: () => boolean} => {
	let hasEnded = false;
	void child.ended.then(() => {
		hasEnded = true;
	});
	return {hasEnded: () => hasEnded};
};

describe('a child to its end', () => {
	test('has its output, its last lines on stderr and its status', async () => {
		const {child, text} = start(['sh', '-c', 'cat; echo "one " >&2; printf "two\\r\\n\\n" >&2; exit 3']);
		child.write('given');
		child.endInput();
		expect(await child.ended).toEqual({status: 3, signal: null, stderrLines: ['one', 'two']});
		expect([child.isStarted, text(), child.isDying()]).toEqual([true, 'given', false]);
	});

	test('or the signal that ended it; what is written to it later does nothing', async () => {
		const {child} = start(['sh', '-c', 'kill -9 $$']);
		expect(await child.ended).toEqual({status: null, signal: 'SIGKILL', stderrLines: []});
		child.write('x'.repeat(1_000_000));
		await child.close();
	});

	test('is not hurt by what it does not read', async () => {
		const {child} = start(['sh', '-c', 'exec 0<&-; sleep 0.1; exit 0']);
		child.write('x'.repeat(1_000_000));
		child.write(Buffer.from('more'));
		expect(await child.ended).toMatchObject({status: 0});
	});

	test('keeps little of what it says on its standard error', async () => {
		const {child} = start(['sh', '-c', 'yes 0123456789 | head -n 100000 >&2; echo last >&2']);
		const {stderrLines} = await child.ended;
		expect(stderrLines.at(-1)).toBe('last');
		expect(stderrLines.join('\n').length).toBeLessThanOrEqual(8192);
	});

	test('tells when it closes its output before', async () => {
		const {child, text} = start(['sh', '-c', 'echo hi; exec 1>&-; read line']);
		await promptly(child.outputEnded, 'the end of its output');
		expect([text(), settles(child).hasEnded()]).toEqual(['hi\n', false]);
	});

	test('keeps its output until a listener comes', async () => {
		const child = startChild({spawn, clock: createFakeClock()}, ['cat']);
		child.write('early');
		await new Promise((resolve) => setTimeout(resolve, 50));
		const heard = new Promise((resolve) => child.listen((bytes) => resolve(bytes.toString())));
		expect(await promptly(heard, 'what it said')).toBe('early');
		await child.kill();
	});
});

describe('a child that cannot be started', () => {
	test.each([
		['domtop-no-such-command', 'ENOENT'],
		['/etc/passwd', 'EACCES'],
	])('as it is not there: %s', async (command, code) => {
		const {child} = start([command]);
		expect(child.isStarted).toBe(false);
		expect(await child.ended).toMatchObject({failure: {code, isAbsent: true}, status: null, stderrLines: []});
		await promptly(Promise.all([child.close(), child.kill()]), 'closing');
	});

	test.each<[string, Spawn]>([
		['EMFILE', () => createFailedChild('EMFILE')],
		['EAGAIN', () => createFailedChild('EAGAIN')],
		[
			'no child today',
			() => {
				throw new Error('no child today');
			},
		],
	])('for now: %s', async (code, failing) => {
		const child = startChild({spawn: failing, clock: createFakeClock()}, ['any']);
		child.listen(() => {});
		child.write('nothing');
		child.endInput();
		expect(await child.ended).toMatchObject({failure: {code, isAbsent: false}});
		await promptly(Promise.all([child.close(), child.kill()]), 'closing');
	});
});

describe('closing', () => {
	test('ends the input, terminates, kills, and leaves what the kernel holds', async () => {
		const {clock, fake, signals, child} = startFake({inputGraceSeconds: 1, terminateGraceSeconds: 2});
		let hasInput = true;
		fake.onInputEnd(() => {
			hasInput = false;
		});
		fake.hold();
		let isClosed = false;
		const closing = child.close().then(() => {
			isClosed = true;
		});
		await clock.advance(0.9);
		expect([hasInput, signals]).toEqual([false, []]);
		await clock.advance(0.1);
		expect(signals).toEqual(['SIGTERM']);
		await clock.advance(1.9);
		expect([signals, child.isDying()]).toEqual([['SIGTERM'], false]);
		await clock.advance(0.1);
		expect([signals, child.isDying()]).toEqual([['SIGTERM', 'SIGKILL'], true]);
		await clock.advance(0.9);
		expect(isClosed).toBe(false);
		await clock.advance(0.1);
		await promptly(closing, 'closing');
		expect([child.isDying(), clock.sleeping()]).toEqual([true, []]);
		fake.exit(null, 'SIGKILL');
		expect(await promptly(child.ended, 'its end')).toMatchObject({signal: 'SIGKILL'});
		expect(child.isDying()).toBe(false);
	});

	test.each([
		[{inputGraceSeconds: 1}, 1, ['SIGKILL']],
		[{terminateGraceSeconds: 1}, 0, ['SIGTERM']],
		[{}, 0, ['SIGKILL']],
	] as const)('leaves out the steps that have no time: %j', async (options, seconds, expected) => {
		const {clock, signals, child} = startFake(options);
		const closing = child.close();
		await clock.advance(seconds);
		await promptly(closing, 'closing');
		expect(signals).toEqual(expected);
	});

	test('may be asked for again, beside a kill too', async () => {
		const {signals, child} = startFake({terminateGraceSeconds: 1});
		await promptly(Promise.all([child.kill(), child.close(), child.kill(), child.close()]), 'closing');
		expect(signals).toEqual(['SIGKILL']);
		expect(await child.ended).toMatchObject({signal: 'SIGKILL'});
	});

	test('a kill does not wait for a close under way', async () => {
		const {signals, child} = startFake({inputGraceSeconds: 1});
		const closing = child.close();
		await promptly(child.kill(), 'killing');
		await promptly(closing, 'closing');
		expect(signals).toEqual(['SIGKILL']);
	});

	test('hands over nothing more', async () => {
		const {fake, child} = startFake({inputGraceSeconds: 1});
		const heard: string[] = [];
		child.listen((bytes) => heard.push(bytes.toString()));
		fake.onInputEnd(() => {
			fake.say('late');
			fake.exit(0);
		});
		await promptly(child.close(), 'closing');
		expect(heard).toEqual([]);
	});

	test('ends also a child whose output was not taken', async () => {
		const child = startChild(
			{spawn, clock: createFakeClock()},
			['sh', '-c', 'yes | head -c 1000000; exit 7'],
			{
				inputGraceSeconds: 1,
			},
		);
		await promptly(child.close(), 'closing');
		expect(await child.ended).toMatchObject({status: 7});
	});
});

describe('what a child leaves behind', () => {
	const script = 'sleep 1000 & echo $!';

	test.each([
		[false, 'S'],
		[true, undefined],
	] as const)('does not hold it; in a session of its own (%s) it is killed', async (isDetached, state) => {
		const {clock, child, text, pid} = start(['sh', '-c', script], {isDetached});
		await eventually(() => processState(pid)).toBeUndefined();
		await eventually(text).toMatch(/\n/);
		const left = Number(text());
		onTestFinished(() => {
			if (processState(left) !== undefined) {
				process.kill(left, 'SIGKILL');
			}
		});
		const {hasEnded} = settles(child);
		await eventually(clock.sleeping).toEqual([1]);
		await clock.advance(0.9);
		expect(hasEnded()).toBe(false);
		await clock.advance(0.1);
		expect(await promptly(child.ended, 'its end')).toMatchObject({status: 0});
		const stateOf = () => (processState(left) === 'Z' ? undefined : processState(left));
		await eventually(stateOf).toBe(state);
	});

	test('is read where this program was held up meanwhile', async () => {
		const clock = createFakeClock();
		const fake = createFakeChild(1000);
		const late = {
			...clock,
			sleep: (seconds: number, signal?: AbortSignal) => clock.sleep(seconds + 3600, signal),
		};
		const child = startChild({spawn: () => fake.process, clock: late}, ['any']);
		const heard: string[] = [];
		child.listen((bytes) => heard.push(bytes.toString()));
		fake.process.emit('exit', 0, null);
		await clock.advance(3601);
		fake.say('what waited');
		await clock.settle();
		fake.process.emit('close', 0, null);
		await promptly(child.ended, 'its end');
		expect(heard).toEqual(['what waited']);
	});
});

test('the keeper of a list hears of each child, also of one whose start fails', () => {
	const started: Child[] = [];
	const world = {
		spawn: () => createFailedChild('ENOENT'),
		clock: createFakeClock(),
		onStart: (child: Child) => started.push(child),
	};
	const children = [startChild(world, ['one']), startChild(world, ['two'])];
	expect(started).toEqual(children);
});
