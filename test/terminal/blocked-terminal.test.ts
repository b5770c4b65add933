import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {join} from 'node:path';
import {describe, expect, type TestContext, test} from 'vitest';
import {answerFromRecording} from '../drivers/qemu/answer-from-recording.ts';
import {readRecording} from '../drivers/qemu/recording.ts';
import {builtProgram, shellWords} from '../helpers/built-program.ts';
import {openTerminal, type RealTerminal} from '../helpers/real-terminal.ts';
import {openSandbox, type Sandbox} from '../helpers/sandbox.ts';
import {systemNode, systemNodeObstacle} from '../helpers/system-node.ts';

/** Frames of this many refreshes are ten times what the kernel keeps of them. */
const refreshesToCome = 25;

/** A QEMU that answers from a recording, and counts how often it was read. */
const startCounter = async (context: TestContext, path: string) => {
	const recording = readRecording('qmp-drive.jsonl');
	let refreshes = 0;
	const server = createServer((socket) =>
		answerFromRecording(socket, recording, (execute) => {
			refreshes += execute === 'query-blockstats' ? 1 : 0;
			return execute === 'qmp_capabilities' ? {} : undefined;
		}),
	);
	await new Promise<void>((resolve) => server.listen(path, resolve));
	context.onTestFinished(() => void server.close());
	return {refreshes: () => refreshes};
};

const memoryOf = (pid: number): number =>
	Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

/** Milliseconds. The timeout only bounds a hang. */
const pollOptions = {timeout: 60_000, interval: 20};

type World = {
	readonly sandbox: Sandbox;
	readonly terminal: RealTerminal;
	readonly pid: number;
	readonly refreshes: () => number;
	/** The exit code, once there is one. */
	readonly code: () => string;
};

/** The program on a terminal of 200 × 50 that has read its first frame and reads nothing more, in a shell that waits. */
const openBlocked = async (context: TestContext, node?: string): Promise<World> => {
	const sandbox = openSandbox(context);
	const socket = join(sandbox.folder, 'qmp.sock');
	const file = join(sandbox.folder, 'code');
	const {refreshes} = await startCounter(context, socket);
	const parameters = ['-c', 'test:', '-c', `qmp://${socket}`, '-d', '0.1'];
	const program = shellWords(builtProgram(parameters, node));
	// The shell says nothing, not even how a signal ended it: that would block it, too.
	const crash = join(sandbox.folder, 'crash.mjs');
	writeFileSync(crash, `process.on('SIGUSR2', () => {throw new Error('planted by a test')});\n`);
	const script = `exec 3>&2 2>/dev/null; NODE_OPTIONS=--import=${crash} ${program} 2>&3; echo $? > ${file}.new; mv ${file}.new ${file}; read -r line`;
	const terminal = openTerminal(sandbox, ['bash', '-c', script], {columns: 200, rows: 50, byHand: true});
	const readOn = () => {
		while (terminal.read(65_536));
		return terminal.shown().text;
	};
	await context.expect.poll(readOn, pollOptions).toMatch(/CPU \d+%/);
	const pid = sandbox.program();
	return {
		sandbox,
		terminal,
		pid,
		refreshes,
		code: () => (existsSync(file) ? readFileSync(file, 'utf8').trim() : ''),
	};
};

const expectSampling = async ({expect}: TestContext, {refreshes}: World): Promise<void> => {
	const before = refreshes();
	await expect.poll(refreshes, pollOptions).toBeGreaterThan(before + refreshesToCome);
};

/** What makes room for the last words where there is none: without it they may be lost. */
const canDiscard = existsSync('/usr/bin/perl');

/** However full the kernel's buffer was, what restores the terminal is the last thing in it. */
const expectRestored = async ({expect}: TestContext, {terminal}: World): Promise<void> => {
	if (!canDiscard) {
		return;
	}

	const readOn = () => {
		while (terminal.read(65_536));
		const {isAlternate, isCursorShown, isWrapping, isHeldBack} = terminal.shown();
		return {isAlternate, isCursorShown, isWrapping, isHeldBack};
	};
	const restored = {isAlternate: false, isCursorShown: true, isWrapping: true, isHeldBack: false};
	await expect.poll(readOn, pollOptions).toEqual(restored);
};

const ways = [
	['SIGTERM', 143],
	['SIGINT', 130],
	['SIGHUP', 129],
	['SIGQUIT', 131],
	['q', 0],
	['\u0003', 130],
] as const;

const runtimes = [
	['', undefined, ways],
	...(systemNodeObstacle === undefined
		? [["on the system's Node: ", systemNode, ways.filter((_way, place) => place % 2 === 0)] as const]
		: []),
] as const;

for (const [where, node, ends] of runtimes) {
	describe(`${where}on a terminal without a reader`, {concurrent: true, timeout: 120_000}, () => {
		for (const [way, code] of ends) {
			test(`it is sampled all the same, memory stays, and ${JSON.stringify(way)} ends it with ${code}`, async (context) => {
				const world = await openBlocked(context, node);
				const {terminal, pid} = world;
				await expectSampling(context, world);
				const before = memoryOf(pid);
				await expectSampling(context, world);
				expect(memoryOf(pid) - before).toBeLessThan(20);
				if (way.startsWith('SIG')) {
					process.kill(pid, way);
				} else {
					terminal.type(way);
				}

				await context.expect.poll(world.code, pollOptions).toBe(String(code));
				await expectRestored(context, world);
				expect(terminal.modes()).toMatch(/[^-]\bicanon\b/);
				expect(terminal.modes()).toMatch(/[^-]\becho\b/);
			});
		}

		test('a crash ends it too, though its message is not read', async (context) => {
			const world = await openBlocked(context, node);
			await expectSampling(context, world);
			process.kill(world.pid, 'SIGUSR2');
			await context.expect.poll(world.code, pollOptions).toBe('70');
			await expectRestored(context, world);
			const text = () => {
				world.terminal.read(65_536);
				return world.terminal.shown().text;
			};
			if (canDiscard) {
				await context.expect.poll(text, pollOptions).toContain('Error: planted by a test');
			}
		});
	});
}

describe('a slow terminal', {concurrent: true, timeout: 120_000}, () => {
	test('is sent the newest frame when it has taken the last, and none between', async (context) => {
		const world = await openBlocked(context);
		const {terminal} = world;
		await expectSampling(context, world);
		terminal.type('z');
		const before = terminal.bytes().length;
		const readSlowly = () => {
			while (terminal.read(100));
			return terminal.shown().text;
		};
		await context.expect.poll(readSlowly, pollOptions).toContain('FROZEN');
		const sent = terminal.bytes().slice(before);
		// What the kernel kept, the rest of the frame that was on its way, and the newest: not those of all the refreshes between.
		expect(sent.split('\u001B[?2026h').length).toBeLessThan(15);
		expect(sent).not.toContain('\n');
	});

	test('is left at once, and as it was, amid a frame that it takes slowly', async (context) => {
		const world = await openBlocked(context);
		const {terminal} = world;
		await expectSampling(context, world);
		for (let times = 0; times < 50; times++) {
			terminal.read(100);
		}

		terminal.type('q');
		await context.expect.poll(world.code, pollOptions).toBe('0');
		await expectRestored(context, world);
	});
});
