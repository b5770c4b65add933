import {spawn} from 'node:child_process';
import {EventEmitter, once} from 'node:events';
import {createInterface} from 'node:readline';
import {builtProgram} from '../../helpers/built-program.ts';
import {runProgram} from '../../helpers/run-program.ts';
import {openSandbox} from '../../helpers/sandbox.ts';
import type {Report} from './report.ts';

/** All reports of a run of the built program that ends by itself; rejects, with what it said, where it failed. */
export const report = async (parameters: readonly string[]): Promise<readonly Report[]> => {
	const {code, stdout, stderr} = await runProgram(openSandbox(), ['--json', ...parameters]);
	if (code !== 0) {
		throw new Error(`domtop ended with ${code}: ${stderr}`);
	}

	return stdout
		.trimEnd()
		.split('\n')
		.map((line) => JSON.parse(line));
};

/** `domtop --json` while it runs. */
export type Watch = {
	/** Every report so far. */
	readonly reports: readonly Report[];
	/** The first report after the one returned last that satisfies; rejects after so many seconds, or when the program ends. */
	readonly until: (holds: (report: Report) => boolean, seconds?: number) => Promise<Report>;
	/** The next so many reports. */
	readonly next: (count: number) => Promise<readonly Report[]>;
	/** To the program. */
	readonly signal: (signal: 'SIGSTOP' | 'SIGCONT') => void;
	readonly stop: () => Promise<void>;
};

/** Starts a run that goes on until the test stops it or is over. */
export const watch = (parameters: readonly string[]): Watch => {
	const sandbox = openSandbox();
	const [command = '', ...rest] = builtProgram(['--json', ...parameters]);
	const child = spawn(command, rest, {
		cwd: sandbox.folder,
		env: {...sandbox.environment()},
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	sandbox.onClose(() => child.kill('SIGKILL'));
	const reports: Report[] = [];
	const news = new EventEmitter();
	const ended = once(child, 'close');
	let seen = 0;
	let words = '';
	child.stderr.setEncoding('utf8').on('data', (part: string) => {
		words += part;
	});
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
		signal: (signal) => child.kill(signal),
		stop: async () => {
			child.kill('SIGTERM');
			await ended;
		},
	};
};
