import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {builtProgram} from './built-program.ts';
import type {Sandbox} from './sandbox.ts';

/** How a program without a terminal ended, and both its streams. */
export type Run = {
	readonly code: number | null;
	readonly signal: NodeJS.Signals | null;
	readonly stdout: string;
	readonly stderr: string;
};

/** Runs a command to its end, without a terminal. */
export const runCommand = async (
	sandbox: Sandbox,
	[file = '', ...parameters]: readonly string[],
	environment: Readonly<Record<string, string | undefined>> = {},
): Promise<Run> => {
	const child = spawn(file, parameters, {
		cwd: sandbox.folder,
		env: {...sandbox.environment(environment)},
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	sandbox.onClose(() => child.kill('SIGKILL'));
	const text = {stdout: '', stderr: ''};
	child.stdout.setEncoding('utf8').on('data', (part: string) => {
		text.stdout += part;
	});
	child.stderr.setEncoding('utf8').on('data', (part: string) => {
		text.stderr += part;
	});
	const [code, signal] = await once(child, 'close');
	return {code, signal, ...text};
};

/** Runs the built program to its end, without a terminal. */
export const runProgram = (
	sandbox: Sandbox,
	parameters: readonly string[],
	environment: Readonly<Record<string, string | undefined>> = {},
): Promise<Run> => runCommand(sandbox, builtProgram(parameters), environment);
