import type {Clock} from '../../source/async/clock.ts';
import {readDirectoryParts} from './directory-parts.ts';
import {decodeTexts, frameTypes} from './frame.ts';
import type {StoreRequest} from './requests-in-flight.ts';
import type {StoreClient} from './store-client.ts';
import {unlessRefused} from './store-refusal.ts';

/** The requests to xenstored. Every call rejects with a StoreRefusal or a StoreFault. */
export type StoreCalls = {
	/** The value of a node, its bytes as they are. Undefined: the node does not exist. */
	readonly read: (path: string) => Promise<Buffer | undefined>;
	/** The names of a node's children. Undefined: the node does not exist. */
	readonly list: (path: string) => Promise<readonly string[] | undefined>;
	/** Watches for changes at or below the path; the first event comes without a change. The token is the path. */
	readonly watch: (path: string) => Promise<void>;
	readonly unwatch: (path: string) => Promise<void>;
};

/** Seconds before each retry of a request refused with EAGAIN: xenstored is in the middle of something. */
const retryDelaysSeconds = [0.05, 0.2, 0.5];

export const createStoreCalls = (client: StoreClient, clock: Clock): StoreCalls => {
	const ask = async (request: StoreRequest): Promise<Buffer> => {
		const again = (tries: number): Promise<Buffer> =>
			unlessRefused(client.request(request), async (refusal) => {
				const pause = retryDelaysSeconds[tries];
				if (refusal.code !== 'EAGAIN' || pause === undefined) {
					throw refusal;
				}

				await clock.sleep(pause, client.over);
				return again(tries + 1);
			});
		return again(0);
	};

	const present = <Value>(reply: Promise<Value>): Promise<Value | undefined> =>
		unlessRefused(reply, (refusal) => {
			if (refusal.code !== 'ENOENT') {
				throw refusal;
			}

			return undefined;
		});

	/** Reads a folder longer than a message in parts. Rejects with the first refusal where xenstored knows no parts. */
	const listWhole = (path: string): Promise<readonly string[]> =>
		unlessRefused(ask({type: frameTypes.directory, texts: [path]}).then(decodeTexts), async (tooBig) => {
			if (tooBig.code !== 'E2BIG') {
				throw tooBig;
			}

			return unlessRefused(
				readDirectoryParts(client, (offset) =>
					ask({type: frameTypes.directoryPart, texts: [path, `${offset}`]}),
				),
				(refusal) => {
					throw refusal.code === 'ENOSYS' ? tooBig : refusal;
				},
			);
		});

	return {
		read: (path) => present(ask({type: frameTypes.read, texts: [path]})),
		list: (path) => present(listWhole(path)),
		watch: async (path) => {
			await unlessRefused(ask({type: frameTypes.watch, texts: [path, path]}), (refusal) => {
				// xenstored took an earlier request of ours that we had abandoned.
				if (refusal.code !== 'EEXIST') {
					throw refusal;
				}
			});
		},
		unwatch: async (path) => {
			await present(ask({type: frameTypes.unwatch, texts: [path, path]}));
		},
	};
};
