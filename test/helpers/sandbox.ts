import {readdirSync, readFileSync, rmSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {onTestFinished, type TestContext} from 'vitest';
import {skipBecause} from './skip-because.ts';
import {makeTrustedFolder, noTrustReason} from './trusted-folder.ts';

/** A home folder for the programs that one test starts. When the test is over, none of these programs may run. */
export type Sandbox = {
	readonly folder: string;
	/** An environment with nothing of ours in it. Undefined values are left out. */
	readonly environment: (
		changes?: Readonly<Record<string, string | undefined>>,
	) => Readonly<Record<string, string>>;
	/** Pids of what was started here and still runs. */
	readonly processes: () => readonly number[];
	/** Pid of the one domtop among the processes. Fails where there is none or more than one. */
	readonly program: () => number;
	/** Adds a function to call when the test is over, before the check for what still runs. */
	readonly onClose: (close: () => void) => void;
};

/** Milliseconds in which a program must end by itself: a bound on a hang, on a busy machine too. */
const exitTimeoutMilliseconds = 30_000;
const pollMilliseconds = 20;

const readOrNothing = (path: string): string => {
	try {
		return readFileSync(path, 'utf8');
	} catch {
		return '';
	}
};

const commandLine = (pid: number): string =>
	readOrNothing(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trimEnd();

const parentOf = (pid: number): number => Number(/\) \w (\d+)/.exec(readOrNothing(`/proc/${pid}/stat`))?.[1]);

/**
@param context of the test. Only a test that runs beside others must give it. If it is given and the program would not
trust the folder, the test is skipped.
*/
export const openSandbox = (
	context: Pick<TestContext, 'onTestFinished'> & Partial<Pick<TestContext, 'skip'>> = {onTestFinished},
): Sandbox => {
	if (noTrustReason !== undefined && context.skip) {
		skipBecause(context.skip, noTrustReason);
	}

	const folder = makeTrustedFolder();
	const closers: (() => void)[] = [];

	const processes = (): readonly number[] =>
		readdirSync('/proc')
			.filter((name) => /^\d+$/.test(name))
			.map(Number)
			.filter((pid) => readOrNothing(`/proc/${pid}/environ`).split('\0').includes(`HOME=${folder}`));

	context.onTestFinished(async () => {
		for (const close of closers) {
			close();
		}

		for (
			let waited = 0;
			waited < exitTimeoutMilliseconds && processes().length > 0;
			waited += pollMilliseconds
		) {
			await pause(pollMilliseconds);
		}

		const left = processes().map((pid) => ({pid, command: commandLine(pid)}));
		for (const {pid} of left) {
			process.kill(pid, 'SIGKILL');
		}

		rmSync(folder, {recursive: true, force: true, maxRetries: 5});
		if (left.length > 0) {
			throw new Error(`Left running: ${left.map(({pid, command}) => `${pid} ${command}`).join('; ')}`);
		}
	}, 2 * exitTimeoutMilliseconds);

	return {
		folder,
		environment(changes = {}) {
			const variables: Readonly<Record<string, string | undefined>> = {
				PATH: `${dirname(process.execPath)}:${process.env.PATH ?? '/usr/bin:/bin'}`,
				HOME: folder,
				XDG_CONFIG_HOME: join(folder, 'config'),
				XDG_CACHE_HOME: join(folder, 'cache'),
				LANG: 'C.UTF-8',
				TERM: 'xterm-256color',
				TZ: 'UTC',
				...changes,
			};
			return Object.fromEntries(
				Object.entries(variables).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
			);
		},
		processes,
		program() {
			// domtop renames itself as soon as it has read its options; a child has domtop's name until it runs its command.
			const named = processes().filter((one) => commandLine(one) === 'domtop');
			const [pid, ...more] = named.filter((one) => !named.includes(parentOf(one)));
			if (pid === undefined || more.length > 0) {
				throw new Error(`One domtop was expected among ${processes().map(commandLine).join('; ')}`);
			}

			return pid;
		},
		onClose: (close) => {
			closers.push(close);
		},
	};
};
