import {spawn} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {parseProcessStat} from '../../drivers/linux/process-stat.ts';
import type {ChildWord} from './child.ts';
import {escaped, fault} from './fault.ts';
import type {Failure} from './run-trials.ts';

/** Milliseconds between two checks of the process. */
const checkIntervalMilliseconds = 500;

/** What watches over a campaign; others are for tests. */
const usual = {
	/** CPU seconds of one input after which its process is ended. */
	hangCpuSeconds: 30,
	/** What the process runs. */
	script: join(import.meta.dirname, 'child.ts'),
};

export type Leg = {
	readonly name: string;
	readonly seed: number;
	readonly from: number;
	readonly seconds: number;
	/** Inputs; 0: as many as the seconds allow. */
	readonly count: number;
	/** Where it notes its place. */
	readonly file: string;
};

export type LegResult = {
	readonly failures: readonly Failure[];
	/** Absent: it did not come to its end. */
	readonly done?: Extract<ChildWord, {kind: 'done'}> | undefined;
	/** Of the last input. */
	readonly at: number;
	readonly cpuSeconds: number;
};

/** Runs a campaign in a process of its own, whose processor time is watched: a hang or a crash of one ends no other. */
export const watchChild = async (leg: Leg, {hangCpuSeconds, script} = usual): Promise<LegResult> => {
	const {name, seed, from, seconds, count, file} = leg;
	const given = [name, seed, from, seconds, count, file].map(String);
	const child = spawn(
		process.execPath,
		['--expose-gc', '--no-warnings', '--max-old-space-size=1024', script, ...given],
		{stdio: ['ignore', 'pipe', 'pipe'], env: {...process.env, TZ: 'UTC', VITEST: undefined}},
	);
	const failures: Failure[] = [];
	let done: LegResult['done'];
	let stderrText = '';
	let hang: Failure | undefined;
	let seen = {at: -1, cpu: 0};
	let cpuSeconds = 0;

	const placeNow = (): number => {
		try {
			return Number(readFileSync(file, 'utf8'));
		} catch {
			return from;
		}
	};

	const check = (): void => {
		try {
			cpuSeconds =
				parseProcessStat(readFileSync(`/proc/${child.pid}/stat`, 'utf8'))?.cpuSeconds ?? cpuSeconds;
		} catch {
			// It has ended.
		}

		const at = placeNow();
		if (at !== seen.at) {
			seen = {at, cpu: cpuSeconds};
		} else if (cpuSeconds - seen.cpu > hangCpuSeconds && !hang) {
			hang = {...fault('hang', `ended after ${hangCpuSeconds} s of CPU`), seed, at, input: 'see --at'};
			child.kill('SIGKILL');
		}
	};

	const timer = setInterval(check, checkIntervalMilliseconds);
	child.stderr.on('data', (chunk: Buffer) => {
		stderrText = (stderrText + chunk.toString()).slice(-4000);
	});
	createInterface({input: child.stdout}).on('line', (line) => {
		const word = JSON.parse(line) as ChildWord;
		if (word.kind === 'failure') {
			failures.push(word.failure);
		} else {
			done = word;
		}
	});
	const [code, signal] = await new Promise<readonly [number | null, string | null]>((resolve) => {
		child.on('close', (...ending) => resolve(ending));
	});
	clearInterval(timer);
	const at = placeNow();
	if (hang) {
		failures.push(hang);
	} else if (!done) {
		const ending = `it ended with ${signal ?? code}: ${escaped(stderrText.trim(), 1500)}`;
		failures.push({...fault('crash', ending), seed, at, input: 'see --at'});
	}

	return {failures, done, at, cpuSeconds: done?.cpuSeconds ?? cpuSeconds};
};
