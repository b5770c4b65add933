import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {join} from 'node:path';
import {createInterface} from 'node:readline';

/** A command as a program and its arguments. */
export type Command = readonly string[];

/**
Wraps a command so that it runs in the lab's namespaces. The command dies with the process that runs it.
@param keeper the process that keeps the namespaces, see `openNamespace`.
*/
export const enterNamespace =
	(keeper: number) =>
	(command: Command): Command => {
		const file = (name: string) => `/proc/${keeper}/ns/${name}`;
		return [
			...['nsenter', `--mount=${file('mnt')}`, `--net=${file('net')}`, `--pid=${file('pid_for_children')}`],
			...['setpriv', '--pdeathsig', 'KILL', ...command],
		];
	};

/** The lab's namespaces. */
export type Namespace = {
	/** Pid, on this machine, of the process that keeps the namespaces. */
	readonly keeper: number;
	/** Ends all processes in the namespaces; resolves when they are gone. */
	readonly close: () => Promise<void>;
};

/**
Makes mount, network and process namespaces in which the lab's folders cover those of the system. The kernel kills all
processes in them when this process ends, in whatever way. Rejects with the command's output if they cannot be made.
@param folder holds, below `root/`, the folders that cover those of the system.
@param before what the first process does before that: a script that goes on as the command after it.
*/
export const openNamespace = async (folder: string, before: Command = []): Promise<Namespace> => {
	const child = spawn(
		'setpriv',
		[
			...['--pdeathsig', 'KILL', 'unshare', '--mount', '--net', '--pid', '--fork', '--kill-child'],
			...['--mount-proc', '--propagation', 'private'],
			...[...before, 'bash', join(import.meta.dirname, 'namespace-init.sh'), folder],
		],
		{stdio: ['pipe', 'pipe', 'pipe']},
	);
	const ended = once(child, 'close');
	let errorText = '';
	child.stderr.setEncoding('utf8').on('data', (part: string) => {
		errorText += part;
	});
	const ready = await Promise.race([
		once(createInterface({input: child.stdout}), 'line').then(() => true),
		ended.then(() => false),
	]);
	if (!ready || child.pid === undefined) {
		throw new Error(`The lab's namespaces cannot be made: ${errorText}`);
	}

	return {
		keeper: child.pid,
		close: async () => {
			child.stdin.destroy();
			await ended;
		},
	};
};
