import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {createInterface} from 'node:readline';
import {builtProgram} from '../helpers/built-program.ts';
import {runCommand} from '../helpers/run-program.ts';
import {openSandbox} from '../helpers/sandbox.ts';
import type {Report} from './report.ts';
import {type ReportStream, watchReports} from './watch-reports.ts';

/** `domtop --json` while it runs. */
export type Watch = ReportStream & {
	/** Sends a signal to the program. */
	readonly signal: (signal: 'SIGSTOP' | 'SIGCONT') => void;
	readonly stop: () => Promise<void>;
};

/** The built program as a lab runs it. */
export type Program = {
	/** All reports of a run that ends by itself. Rejects with its errors if it failed. */
	readonly report: (parameters: readonly string[]) => Promise<readonly Report[]>;
	/** Starts a run that goes on until the test stops it or is over. */
	readonly watch: (parameters: readonly string[]) => Watch;
};

/** @param within wraps a command so that it runs where the lab is. Undefined: on this machine. */
export const labProgram = (
	within: (command: readonly string[]) => readonly string[] = (command) => command,
): Program => ({
	report: async (parameters) => {
		const command = within(builtProgram(['--json', ...parameters]));
		const {code, stdout, stderr} = await runCommand(openSandbox(), command);
		if (code !== 0) {
			throw new Error(`domtop ended with ${code}: ${stderr}`);
		}

		return stdout
			.trimEnd()
			.split('\n')
			.map((line) => JSON.parse(line));
	},
	watch: (parameters) => {
		const sandbox = openSandbox();
		const [command = '', ...rest] = within(builtProgram(['--json', ...parameters]));
		const child = spawn(command, rest, {
			cwd: sandbox.folder,
			env: {...sandbox.environment()},
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		sandbox.onClose(() => child.kill('SIGKILL'));
		let errorText = '';
		child.stderr.setEncoding('utf8').on('data', (part: string) => {
			errorText += part;
		});
		const lines = createInterface({input: child.stdout});
		const ended = Promise.all([once(child, 'close'), once(lines, 'close')]).then(
			([[code, signal]]) => `${code ?? signal}: ${errorText}`,
		);

		return {
			...watchReports({onLine: (listener) => lines.on('line', listener), ended}),
			signal: (signal) => process.kill(sandbox.program(), signal),
			stop: async () => {
				process.kill(sandbox.program(), 'SIGTERM');
				await ended;
			},
		};
	},
});
