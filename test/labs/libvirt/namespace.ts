import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {join} from 'node:path';
import {createInterface} from 'node:readline';

/** A command as a program and its arguments. */
export type Command = readonly string[];

/**
The command that runs another one in the lab's namespaces. It dies with whoever runs it.
@param keeper the process that has them, see `openNamespace`.
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
	/** Pid, on this machine, of the process that keeps them. */
	readonly keeper: number;
	/** Ends all that runs in them; resolves when it is gone. */
	readonly close: () => Promise<void>;
};

/**
Makes mount, network and process namespaces in which the lab's folders are over those of the system. All that runs in
them is killed by the kernel when this process ends, whatever way. Rejects, with what it said, where they cannot be made.
@param folder with what is to lie over the system below `root/`.
*/
export const openNamespace = async (folder: string): Promise<Namespace> => {
	const child = spawn(
		'setpriv',
		[
			...['--pdeathsig', 'KILL', 'unshare', '--mount', '--net', '--pid', '--fork', '--kill-child'],
			...['--mount-proc', '--propagation', 'private'],
			...['bash', join(import.meta.dirname, 'namespace-init.sh'), folder],
		],
		{stdio: ['pipe', 'pipe', 'pipe']},
	);
	const ended = once(child, 'close');
	let words = '';
	child.stderr.setEncoding('utf8').on('data', (part: string) => {
		words += part;
	});
	const ready = await Promise.race([
		once(createInterface({input: child.stdout}), 'line').then(() => true),
		ended.then(() => false),
	]);
	if (!ready || child.pid === undefined) {
		throw new Error(`The lab's namespaces cannot be made: ${words}`);
	}

	return {
		keeper: child.pid,
		close: async () => {
			child.stdin.destroy();
			await ended;
		},
	};
};
