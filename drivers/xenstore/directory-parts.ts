import {decodeTexts} from './frame.ts';
import type {StoreClient} from './store-client.ts';
import {StoreFault} from './store-fault.ts';
import {StoreRefusal} from './store-refusal.ts';

/** Attempts to read a folder that keeps changing, before it is left for the next time. */
const tryLimit = 5;
/** Longest folder taken, bytes: there are 32752 domids, each of six bytes with its zero. */
const folderByteLimit = 1024 * 1024;

/** Two zeros end the list: the zero of the last name and the zero of an empty name. An empty folder is one zero. */
const isWhole = (names: Buffer): boolean => names.at(-1) === 0 && (names.length === 1 || names.at(-2) === 0);

/**
Reads the names in a folder in parts (XS_DIRECTORY_PART of Xen's docs/misc/xenstore.txt). Each reply has as many names
from an offset on as there was room for, and a generation. The generation stays the same until the folder changes. Rejects
with a StoreRefusal (`EAGAIN`: the folder keeps changing) or a StoreFault, which ends the session.
@param ask requests the payload of the reply at this offset, bytes.
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

	/** Undefined: the folder changed meanwhile. */
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
