import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {createInterface} from 'node:readline';
import {builtProgram} from '../../helpers/built-program.ts';
import {runProgram} from '../../helpers/run-program.ts';
import {openSandbox} from '../../helpers/sandbox.ts';
import type {Report} from '../report.ts';
import {type ReportStream, watchReports} from '../watch-reports.ts';

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
export type Watch = ReportStream & {
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
	let words = '';
	child.stderr.setEncoding('utf8').on('data', (part: string) => {
		words += part;
	});
	const lines = createInterface({input: child.stdout});
	const ended = Promise.all([once(child, 'close'), once(lines, 'close')]).then(
		([[code, signal]]) => `${code ?? signal}: ${words}`,
	);

	return {
		...watchReports({onLine: (listener) => lines.on('line', listener), ended}),
		signal: (signal) => child.kill(signal),
		stop: async () => {
			child.kill('SIGTERM');
			await ended;
		},
	};
};
