import {onTestFinished} from 'vitest';
import {shellWords} from '../../helpers/built-program.ts';
import type {Report} from '../report.ts';
import {type ReportStream, watchReports} from '../watch-reports.ts';
import type {Dom0, Ended} from './dom0.ts';

/** The line that starts the built program in dom0, in place of its shell. */
export const programLine = (parameters: readonly string[]): string =>
	`exec node /lab/dist/cli.js ${shellWords(['-c', 'xl:', ...parameters])}`;

/** Runs the built program in dom0 to its end. */
export const runProgram = (dom0: Dom0, parameters: readonly string[]): Promise<Ended> =>
	dom0.attempt(programLine(parameters));

/** One report of a run of its own, after the first for which this machine is slow. Rejects with its errors if it failed. */
export const report = async (dom0: Dom0, ...parameters: readonly string[]): Promise<Report> => {
	const {code, stdout, stderr} = await runProgram(dom0, ['--json', '-n', '1', '-d', '3', ...parameters]);
	if (code !== 0) {
		throw new Error(`domtop ended with ${code}: ${stderr}`);
	}

	return JSON.parse(stdout);
};

/** `domtop --json` while it runs in dom0. */
export type Watch = ReportStream & {
	/** Sends a signal to the program and its children. */
	readonly signal: (signal: string) => void;
	/** Ends the program with this signal, SIGTERM unless given. */
	readonly stop: (signal?: string) => Promise<Ended>;
};

/** Starts a run that goes on until it is stopped or the lab is closed. */
export const watchOn = (dom0: Dom0, parameters: readonly string[]): Watch => {
	const command = dom0.start(programLine(['--json', ...parameters]));
	return {
		...watchReports(
			{
				onLine: command.onLine,
				ended: command.ended.then(({code, signal, stderr}) => `${code ?? signal}: ${stderr}`, String),
			},
			60,
		),
		signal: command.signal,
		stop: (signal = 'SIGTERM') => {
			command.signal(signal);
			return command.ended;
		},
	};
};

/** Starts a run that goes on until the test stops it or is over. */
export const watch = (dom0: Dom0, parameters: readonly string[]): Watch => {
	const running = watchOn(dom0, parameters);
	onTestFinished(async () => {
		await running.stop('SIGKILL');
	});
	return running;
};
