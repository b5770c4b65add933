import {EventEmitter, once} from 'node:events';
import {closeSync, openSync, readSync, watch} from 'node:fs';
import {type Account, parseAccount} from './guest-account.ts';

/** An account, and when it came: wall clock of the host, seconds. */
export type TimedAccount = Account & {readonly came: number};

/** The accounts of a guest while it runs. */
export type AccountStream = {
	/** Every account so far, the first after the watching began. */
	readonly accounts: readonly TimedAccount[];
	/** Resolves once there is an account that comes from now on and that the guest began after now. Rejects after 30 s. */
	readonly next: () => Promise<void>;
	readonly close: () => void;
};

const patienceSeconds = 30;

/** @param path the file to which the guest's second serial port writes; it is there already. */
export const watchAccounts = (path: string): AccountStream => {
	const file = openSync(path, 'r');
	const chunk = Buffer.alloc(65_536);
	const accounts: TimedAccount[] = [];
	const news = new EventEmitter();
	let text = '';
	const read = (): void => {
		const came = Date.now() / 1000;
		for (let length = readSync(file, chunk); length > 0; length = readSync(file, chunk)) {
			text += chunk.toString('latin1', 0, length);
		}

		const blocks = text.replaceAll('\r', '').split(/^end\n/m);
		text = blocks.pop() ?? '';
		for (const block of blocks) {
			accounts.push({...parseAccount(block.split('\n')), came});
			news.emit('account');
		}
	};

	// What the guest told before has no date.
	read();
	accounts.length = 0;
	const watcher = watch(path, read);
	return {
		accounts,
		next: async () => {
			const late = AbortSignal.timeout(patienceSeconds * 1000);
			for (let count = 0; count < 2; count += 1) {
				await once(news, 'account', {signal: late}).catch((cause: unknown) => {
					throw new Error(`The guest told nothing for ${patienceSeconds} s: ${path}.`, {cause});
				});
			}
		},
		close: () => {
			watcher.close();
			closeSync(file);
		},
	};
};
