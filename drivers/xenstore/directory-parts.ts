import {decodeTexts} from './frame.ts';
import type {StoreClient} from './store-client.ts';
import {StoreFault} from './store-fault.ts';
import {StoreRefusal} from './store-refusal.ts';

/** Readings of one folder that changed under our hands, before it is left for the next time. */
const tryLimit = 5;
/** Longest folder taken, bytes: each of 32752 domids with its zero is six. */
const folderByteLimit = 1024 * 1024;

/** Two zeros end the list: that of the last name and that of an empty name after it. An empty folder is one zero. */
const isWhole = (names: Buffer): boolean => names.at(-1) === 0 && (names.length === 1 || names.at(-2) === 0);

/**
The names in a folder, read in parts (XS_DIRECTORY_PART of Xen's docs/misc/xenstore.txt): each reply is a generation,
which is the same as long as the folder is, and as many names from an offset on as there was room for. Rejects with a
StoreRefusal (`EAGAIN` where the folder does not hold still) or a StoreFault, which ends the conversation.
@param ask for the payload of the reply at this offset, bytes.
*/
export const readDirectoryParts = async (
	{end}: Pick<StoreClient, 'end'>,
	ask: (offset: number) => Promise<Buffer>,
): Promise<readonly string[]> => {
	const garbled = (what: string): StoreFault => {
		const fault = new StoreFault('garbled', what);
		void end(fault);
		return fault;
	};

	/** Absent: it changed meanwhile. */
	const readOnce = async (): Promise<readonly string[] | undefined> => {
		let names = Buffer.alloc(0);
		let first: string | undefined;
		while (names.length <= folderByteLimit) {
			const payload = await ask(names.length);
			const border = payload.indexOf(0);
			const generation = payload.toString('latin1', 0, border);
			const part = payload.subarray(border + 1);
			if (first !== undefined && generation !== first) {
				return undefined;
			}

			if (border < 0 || part.length === 0) {
				throw garbled('a part of a folder with nothing in it');
			}

			first = generation;
			names = Buffer.concat([names, part]);
			if (isWhole(names)) {
				return decodeTexts(names).filter((name) => name !== '');
			}
		}

		throw garbled(`a folder longer than ${folderByteLimit} bytes`);
	};

	for (let count = 0; count < tryLimit; count += 1) {
		const names = await readOnce();
		if (names) {
			return names;
		}
	}

	throw new StoreRefusal('EAGAIN');
};
