import {type ChildProcessWithoutNullStreams, spawn as spawnChild} from 'node:child_process';
import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	renameSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, type TestContext, vi} from 'vitest';
import type {Spawn} from '../../../source/process/spawn.ts';
import {processState} from '../../helpers/process-state.ts';
import {db1, web1} from './some-machines.ts';
import {
	callsPath,
	readState,
	type StandInCall,
	type StandInMachine,
	type StandInState,
	statePath,
} from './stand-in/stand-in-state.ts';

/**
A host with the stand-in for prlctl. Use:

	const world = createPrlctlWorld();                    // web1 and db1 run, an event each 20 ms, a change each 200 ms
	const open = createFeedOpener({spawn: world.spawn, clock: systemClock, …});
	world.change({isHung: true});                         // modes: see StandInState
	world.changeMachine('db1', {status: 'stopped'});      // also `counters`, `perSecond`, …
	world.addMachine({...web1, uuid: '…', name: 'new'});  // seen by the next `prlctl` only, as on a real host
	world.removeMachine('web1');
	world.calls();                                        // every start and end: pid, arguments, why it ended
	world.running();                                      // pids of those that live

For a program of its own (terminal tests): put `world.bin` first in its PATH.
When the test ends, none of them may run any more.
*/
export type PrlctlWorld = {
	/** Where prlctl, env and stdbuf are; a PATH of its own. */
	readonly bin: string;
	/** Starts commands with `bin` as the only PATH. */
	readonly spawn: Spawn;
	readonly state: () => StandInState;
	readonly change: (changes: Partial<StandInState>) => void;
	/** Counters given replace those of the same name: what they were when the world or the machine began (`since`). */
	readonly changeMachine: (name: string, changes: Partial<StandInMachine>) => void;
	/** Its counters grow from now on. */
	readonly addMachine: (machine: StandInMachine) => void;
	readonly removeMachine: (name: string) => void;
	/** Runs, and its cumulative counters begin at 0 now. */
	readonly restartMachine: (name: string) => void;
	/** Oldest first; those that were ended carry why. */
	readonly calls: () => readonly StandInCall[];
	/** What is alive of those that were started. */
	readonly running: () => readonly number[];
	/** The arguments of each start, joined by spaces. */
	readonly started: () => readonly string[];
	/** Resolves when nothing of it runs any more. */
	readonly allGone: () => Promise<void>;
};

export type PrlctlWorldOptions = {
	/** false: its PATH has none. */
	readonly stdbuf?: boolean;
	/** false: its PATH has none. */
	readonly prlctl?: boolean;
	readonly state?: Partial<StandInState>;
	/** Only of a test that runs beside others. */
	readonly context?: Pick<TestContext, 'onTestFinished'>;
};

/** What its processes are given to end, milliseconds: a bound on a hang, on a busy machine too. */
const goneTimeoutMilliseconds = 30_000;

/** Milliseconds of process.hrtime, which every process here shares. */
const monotonic = (): number => Number(process.hrtime.bigint() / 1_000_000n);

const find = (name: string): string => {
	const path = ['/usr/bin', '/bin'].map((folder) => join(folder, name)).find(existsSync);
	if (path === undefined) {
		throw new Error(`There is no ${name} on this machine.`);
	}

	return path;
};

const scriptText = (folder: string): string => `#!${process.execPath}
import(${JSON.stringify(join(import.meta.dirname, 'stand-in/stand-in-prlctl.ts'))}).then(
	({runStandInPrlctl}) => runStandInPrlctl(${JSON.stringify(folder)}),
);
`;

export const createPrlctlWorld = ({
	stdbuf = true,
	prlctl = true,
	state = {},
	context = {onTestFinished},
}: PrlctlWorldOptions = {}): PrlctlWorld => {
	const folder = mkdtempSync(join(tmpdir(), 'domtop-prlctl-'));
	const bin = join(folder, 'bin');
	mkdirSync(bin);
	for (const name of stdbuf ? ['env', 'stdbuf'] : ['env']) {
		symlinkSync(find(name), join(bin, name));
	}

	if (prlctl) {
		writeFileSync(join(bin, 'prlctl'), scriptText(folder));
		chmodSync(join(bin, 'prlctl'), 0o755);
	}

	const write = (what: StandInState) => {
		const path = statePath(folder);
		writeFileSync(`${path}.new`, JSON.stringify(what));
		renameSync(`${path}.new`, path);
	};

	const now = monotonic();
	write({
		interval: 20,
		updateInterval: 200,
		storm: 1,
		listDelay: 0,
		start: 'well',
		isHung: false,
		ignores: [],
		knowsJson: true,
		escapesNothing: false,
		machines: [web1, db1].map((machine) => ({...machine, since: now})),
		...state,
	});

	const current = () => readState(folder);
	const change = (changes: Partial<StandInState>) => write({...current(), ...changes});
	const calls = (): readonly StandInCall[] =>
		existsSync(callsPath(folder))
			? readFileSync(callsPath(folder), 'utf8')
					.trimEnd()
					.split('\n')
					.map((line) => JSON.parse(line) as StandInCall)
			: [];
	const begun = () => calls().filter(({ended}) => ended === undefined);
	const children = new Set<ChildProcessWithoutNullStreams>();
	// A domtop that was killed leaves a child to init, who buries it when it likes.
	const isAlive = (pid: number): boolean => ![undefined, 'Z'].includes(processState(pid));
	const running = () =>
		[...new Set([...begun().map(({pid}) => pid), ...[...children].map(({pid}) => pid ?? 0)])].filter(isAlive);
	const allGone = () => vi.waitFor(() => expect(running()).toEqual([]), {timeout: goneTimeoutMilliseconds});

	context.onTestFinished(async () => {
		try {
			await allGone();
		} finally {
			for (const pid of running()) {
				process.kill(pid, 'SIGKILL');
			}

			rmSync(folder, {recursive: true, force: true, maxRetries: 5});
		}
	}, 2 * goneTimeoutMilliseconds);

	return {
		bin,
		spawn: (command, arguments_, options) => {
			const child = spawnChild(command, arguments_, {...options, env: {PATH: bin}});
			children.add(child);
			return child;
		},
		state: current,
		change,
		changeMachine: (name, {counters, ...changes}) =>
			change({
				machines: current().machines.map((machine) =>
					machine.name === name
						? {...machine, ...changes, counters: {...machine.counters, ...counters}}
						: machine,
				),
			}),
		restartMachine: (name) =>
			change({
				machines: current().machines.map((machine) =>
					machine.name === name
						? {
								...machine,
								status: 'running',
								since: monotonic(),
								counters: {
									...machine.counters,
									...Object.fromEntries(Object.keys(machine.perSecond ?? {}).map((key) => [key, 0])),
								},
								details: {...machine.details, Uptime: '1'},
							}
						: machine,
				),
			}),
		addMachine: (machine) => change({machines: [...current().machines, {...machine, since: monotonic()}]}),
		removeMachine: (name) => change({machines: current().machines.filter((one) => one.name !== name)}),
		calls,
		running,
		started: () => begun().map((call) => call.arguments.join(' ')),
		allGone,
	};
};
