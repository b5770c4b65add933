import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {join} from 'node:path';

/** Packets on their way to a guest: 50 a second, of 700 bytes each. */
export type Traffic = {readonly stop: () => Promise<void>};

/** @param within wraps a command so that it runs where the guest's address is reached. */
export const sendTraffic = (
	within: (command: readonly string[]) => readonly string[],
	address: string,
): Traffic => {
	const script = join(import.meta.dirname, 'send-packets.ts');
	const [file = '', ...parameters] = within([process.execPath, script, address, '700', '50']);
	const child = spawn(file, parameters, {stdio: 'inherit'});
	const ended = once(child, 'exit');
	return {
		stop: async () => {
			child.kill('SIGKILL');
			await ended;
		},
	};
};
