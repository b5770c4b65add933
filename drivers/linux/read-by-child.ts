import type {Spawn} from '../../source/spawn.ts';
import {refusalOf} from './read-file.ts';

/**
The first bytes of a file, read by `head` (coreutils): where the kernel never answers, the child is left behind and holds
nothing of this program.

@param signal ends the child as far as it can be ended.
@returns once the child is gone; absent: it cannot be read, or there is no such command. Rejects with an ExhaustedError.
*/
export const readByChild = (
	spawn: Spawn,
	path: string,
	byteLimit: number,
	signal: AbortSignal,
): Promise<Buffer | undefined> =>
	new Promise((resolve, reject) => {
		const child = spawn('head', ['-c', String(byteLimit), '--', path]);
		const chunks: Buffer[] = [];
		const kill = () => child.kill('SIGKILL');
		const finish = (bytes: Buffer | undefined) => {
			signal.removeEventListener('abort', kill);
			resolve(bytes);
		};
		child.on('error', (error) => {
			try {
				refusalOf(error);
				finish(undefined);
			} catch (exhausted) {
				reject(exhausted);
			}
		});
		// Without descriptors for them there are no pipes, only the error.
		child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
		child.stdin?.on('error', () => {}).end();
		child.stderr?.resume();
		child.on('close', (code) => finish(code === 0 ? Buffer.concat(chunks) : undefined));
		// A child that hangs keeps nobody from leaving.
		child.unref();
		signal.addEventListener('abort', kill, {once: true});
	});
