import {type ChildProcess, spawn} from 'node:child_process';
import {EventEmitter, once} from 'node:events';
import {mkdtempSync} from 'node:fs';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {onTestFinished} from 'vitest';
import type {Lab} from './lab.ts';
import type {Report} from './report.ts';

/** The built program. */
export const programFile = join(import.meta.dirname, '../../../dist/cli.js');

/** What the program sees of the environment: a home without any configuration, and nothing of ours. */
export const programEnvironment = (lab: Lab): Record<string, string> => ({
	PATH: process.env.PATH ?? '',
	HOME: mkdtempSync(join(lab.folder, 'home-')),
	LANG: 'C.UTF-8',
	TERM: 'xterm-256color',
	TZ: 'UTC',
});

/** `domtop --json` while it runs. */
export type Watch = {
	/** Every report so far. */
	readonly reports: readonly Report[];
	/** The first report after the one returned last that satisfies; rejects after so many seconds, or when the program ends. */
	readonly until: (holds: (report: Report) => boolean, seconds?: number) => Promise<Report>;
	/** The next so many reports. */
	readonly next: (count: number) => Promise<readonly Report[]>;
	readonly stop: () => Promise<void>;
};

const start = (lab: Lab, parameters: readonly string[]): ChildProcess => {
	const child = spawn(process.execPath, [programFile, ...parameters], {
		env: programEnvironment(lab),
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	onTestFinished(() => {
		child.kill('SIGKILL');
	});
	return child;
};

/** Runs to the end. Both streams whole. */
export const run = async (
	lab: Lab,
	parameters: readonly string[],
): Promise<{readonly code: number | null; readonly stdout: string; readonly stderr: string}> => {
	const child = start(lab, parameters);
	const text = {stdout: '', stderr: ''};
	child.stdout?.setEncoding('utf8').on('data', (part: string) => {
		text.stdout += part;
	});
	child.stderr?.setEncoding('utf8').on('data', (part: string) => {
		text.stderr += part;
	});
	const [code] = await once(child, 'close');
	return {code, ...text};
};

/** All reports of a run that ends by itself; rejects, with what it said, where it failed. */
export const report = async (lab: Lab, parameters: readonly string[]): Promise<readonly Report[]> => {
	const {code, stdout, stderr} = await run(lab, ['--json', ...parameters]);
	if (code !== 0) {
		throw new Error(`domtop ended with ${code}: ${stderr}`);
	}

	return stdout
		.trimEnd()
		.split('\n')
		.map((line) => JSON.parse(line));
};

/** Starts a run that goes on until the test stops it. */
export const watch = (lab: Lab, parameters: readonly string[]): Watch => {
	const child = start(lab, ['--json', ...parameters]);
	const reports: Report[] = [];
	const news = new EventEmitter();
	const ended = once(child, 'close');
	let seen = 0;
	let words = '';
	child.stderr?.setEncoding('utf8').on('data', (part: string) => {
		words += part;
	});
	child.stdout &&
		createInterface({input: child.stdout}).on('line', (line) => {
			reports.push(JSON.parse(line));
			news.emit('news');
		});
	child.once('close', () => news.emit('news'));

	const until: Watch['until'] = async (holds, seconds = 30) => {
		const late = AbortSignal.timeout(seconds * 1000);
		for (;;) {
			while (seen < reports.length) {
				const candidate = reports[seen];
				seen += 1;
				if (candidate && holds(candidate)) {
					return candidate;
				}
			}

			if (child.exitCode !== null || child.signalCode !== null) {
				throw new Error(`domtop ended with ${child.exitCode ?? child.signalCode}: ${words}`);
			}

			await once(news, 'news', {signal: late}).catch(() => {
				throw new Error(`Not seen within ${seconds} s; last: ${JSON.stringify(reports.at(-1))} ${words}`);
			});
		}
	};

	return {
		reports,
		until,
		next: async (count) => {
			const found: Report[] = [];
			while (found.length < count) {
				found.push(await until(() => true));
			}

			return found;
		},
		stop: async () => {
			child.kill('SIGTERM');
			await ended;
		},
	};
};
