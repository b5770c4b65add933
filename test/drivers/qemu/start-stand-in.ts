import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {chmodSync, copyFileSync, existsSync, linkSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import {onTestFinished} from 'vitest';

/** How a stand-in behaves; its command line says what it claims. */
export type StandInOptions = {
	/** Sockets it listens on, made by the user who starts it. Absent: none. */
	readonly listen?: readonly string[];
	/** Where the first of them is moved then. */
	readonly rename?: string;
	/** Is it a client of the first of them itself? */
	readonly hold?: boolean;
	/** The thread that it says its processor is. Absent: its own. */
	readonly thread?: number;
	/** Whom it becomes once it listens, as with -runas. */
	readonly user?: number;
	/** The name that it says over QMP. */
	readonly name?: string;
};

export type StandIn = {
	readonly pid: number;
	/** What it was asked until now. */
	readonly state: () => Promise<{
		readonly served: number;
		readonly asked: readonly string[];
		readonly period: number;
	}>;
	readonly stop: () => Promise<void>;
};

/** The pids of all that were started. */
export const startedPids = new Set<string>();

const source = fileURLToPath(new URL('stand-in.ts', import.meta.url));

/** In a folder open to all: another user may perhaps not read the checkout. */
const scriptIn = (folder: string): string => {
	const path = join(folder, 'stand-in.ts');
	// Not over one that a stand-in may be reading.
	if (!existsSync(path)) {
		copyFileSync(source, path);
		chmodSync(path, 0o644);
	}

	return path;
};

/** A folder open to all, below which each path is the test's; gone when the test ends. */
export const openFolder = (): string => {
	const folder = mkdtempSync(join(tmpdir(), 'domtop-'));
	chmodSync(folder, 0o755);
	onTestFinished(() => rmSync(folder, {recursive: true, force: true, maxRetries: 5}));
	return folder;
};

/** This Node under the name of QEMU: only so its executable and its name in the kernel say that it is one. */
const emulatorIn = (folder: string): string => {
	const path = join(folder, 'qemu-system-x86_64');
	try {
		linkSync(process.execPath, path);
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? error.code : '';
		if (code === 'EXDEV') {
			copyFileSync(process.execPath, path);
			chmodSync(path, 0o755);
		} else if (code !== 'EEXIST') {
			throw error;
		}
	}

	return path;
};

/** Another user, as setpriv(1) makes him. */
export const asUser = (user: number): readonly string[] =>
	user === 0 ? [] : ['/usr/bin/setpriv', `--reuid=${user}`, `--regid=${user}`, '--clear-groups'];

export const qmpAt = (path: string, wait = 'off'): readonly string[] => [
	'-qmp',
	`unix:${path},server=on,wait=${wait}`,
];

const stopped = async (child: ChildProcess): Promise<void> => {
	if (child.exitCode === null && child.signalCode === null) {
		const gone = once(child, 'close');
		child.kill('SIGKILL');
		await gone;
	}
};

/**
Starts one and waits until it listens; it is gone when the test ends.
@param command what comes before it: another user, or other namespaces.
@param place where it works, and what descriptors of ours it has.
*/
export const startStandIn = async (
	folder: string,
	command: readonly string[],
	claims: readonly string[],
	options: StandInOptions = {},
	{cwd = folder, inherited = []}: {readonly cwd?: string; readonly inherited?: readonly number[]} = {},
): Promise<StandIn> => {
	const [file = '', ...parameters] = [...command, emulatorIn(folder), scriptIn(folder), ...claims];
	const child = spawn(file, parameters, {
		cwd,
		env: {...process.env, STAND_IN: JSON.stringify(options)},
		stdio: ['pipe', 'pipe', 'inherit', ...inherited],
	});
	onTestFinished(() => stopped(child));
	const {stdin, stdout} = child;
	if (!stdin || !stdout) {
		throw new Error('The stand-in was started without pipes.');
	}

	const lines = createInterface({input: stdout})[Symbol.asyncIterator]();
	const next = async () => {
		const {value} = await lines.next();
		if (value === undefined) {
			throw new Error('The stand-in ended.');
		}

		return JSON.parse(value);
	};
	const {pid} = await next();
	startedPids.add(String(pid));
	return {
		pid,
		state: () => {
			stdin.write('\n');
			return next();
		},
		stop: () => stopped(child),
	};
};
