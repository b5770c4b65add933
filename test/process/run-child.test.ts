import {spawn} from 'node:child_process';
import {getEventListeners} from 'node:events';
import {expect, onTestFinished, test} from 'vitest';
import type {Clock} from '../../source/async/clock.ts';
import type {CommandLine} from '../../source/process/child.ts';
import {type ChildLimits, runChild} from '../../source/process/run-child.ts';
import {createFailedChild} from '../drivers/xen/fake-child.ts';
import {activeResources, leftBehind} from '../helpers/active-resources.ts';
import {eventually} from '../helpers/eventually.ts';
import {createFakeClock} from '../helpers/fake-clock.ts';
import {processState} from '../helpers/process-state.ts';
import {promptly} from '../helpers/promptly.ts';

const limits: ChildLimits = {timeoutSeconds: 5, byteLimit: 100};

/** Runs a real command; its pid is there at once. No process and no timer may be left when the test ends. */
const run = (
	command: CommandLine,
	{clock = createFakeClock(), signal}: {readonly clock?: Clock; readonly signal?: AbortSignal} = {},
) => {
	const before = activeResources();
	const pids: number[] = [];
	onTestFinished(async () => {
		expect(pids.map(processState)).toEqual(pids.map(() => undefined));
		expect(await leftBehind(before)).toEqual([]);
	});
	const output = runChild(
		{
			clock,
			spawn: (...given) => {
				const child = spawn(...given);
				pids.push(child.pid ?? 0);
				return child;
			},
		},
		command,
		limits,
		signal,
	);
	return {output, pids};
};

test('a command to its end, with nothing to read', async () => {
	const clock = createFakeClock();
	const {output} = run(['sh', '-c', 'cat; printf "%100s" x; echo no >&2; exit 2'], {clock});
	expect(await output).toEqual({
		text: 'x'.padStart(100),
		end: {status: 2, signal: null, stderrLines: ['no']},
	});
	expect(clock.sleeping()).toEqual([]);
});

test('a command that cannot be started', async () => {
	const world = {spawn: () => createFailedChild('EMFILE'), clock: createFakeClock()};
	expect(await runChild(world, ['any'], limits)).toMatchObject({
		text: '',
		end: {failure: {code: 'EMFILE', isAbsent: false}},
	});
});

test('one that does not end in time is killed', async () => {
	const clock = createFakeClock();
	const {output, pids} = run(['sleep', '1000'], {clock});
	await clock.advance(4.9);
	expect(processState(pids[0] ?? 0)).toBeDefined();
	await clock.advance(0.1);
	expect(await promptly(output, 'the end')).toBe('timeout');
	expect(clock.sleeping()).toEqual([]);
});

test('the time in which this program was held up does not count', async () => {
	const clock = createFakeClock();
	const late: Clock = {...clock, sleep: (seconds, signal) => clock.sleep(seconds + 3600, signal)};
	const {output} = run(['sh', '-c', 'sleep 0.1; echo fine'], {clock: late});
	await clock.advance(3605);
	expect(await promptly(output, 'the end')).toMatchObject({text: 'fine\n'});
});

test('one that prints too much is killed', async () => {
	expect(await promptly(run(['yes']).output, 'the end')).toBe('overflow');
	expect(await promptly(run(['printf', '%101s', 'x']).output, 'the end')).toBe('overflow');
});

test('one is killed at its signal, which keeps no listener', async () => {
	const controller = new AbortController();
	const {output, pids} = run(['sleep', '1000'], {signal: controller.signal});
	await eventually(() => processState(pids[0] ?? 0)).toBeDefined();
	controller.abort();
	expect(await promptly(output, 'the end')).toBe('aborted');
	const {signal} = new AbortController();
	expect(await run(['true'], {signal}).output).toMatchObject({end: {status: 0}});
	expect(getEventListeners(signal, 'abort')).toEqual([]);
});

test('nor is it started after its signal', async () => {
	const {output, pids} = run(['true'], {signal: AbortSignal.abort()});
	expect([await output, pids]).toEqual(['aborted', []]);
});
