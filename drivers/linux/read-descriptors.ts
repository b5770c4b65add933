import {opendirSync} from 'node:fs';
import {nextTurn} from '../../source/async/wait.ts';
import {attempt, type Readable, readLink} from './read-file.ts';
import {socketInode} from './read-socket-inode.ts';
import {rooted} from './rooted.ts';

/** Descriptors that a process holds open, of the kinds that matter here. */
export type Descriptors = {
	/** One descriptor of each socket, by the socket's inode. */
	readonly sockets: ReadonlyMap<string, number>;
	/** Descriptors of /dev/net/tun. */
	readonly tuns: readonly number[];
	/** Descriptors of files named like the device of a macvtap: /dev/tap<N>. */
	readonly tapDevices: readonly number[];
};

/** Limit of descriptors looked at; a domain with a thousand devices stays below. */
const descriptorLimit = 8192;
const sliceSize = 256;

/**
Goes through /proc/<pid>/fd in slices, with turns for other work in between. Descriptors over the limit are not looked at.
@throws ExhaustedError
*/
export const readDescriptors = async (root: string, pid: number): Promise<Readable<Descriptors>> => {
	const path = rooted(root, `/proc/${pid}/fd`);
	const folder = attempt(() => opendirSync(path, {bufferSize: sliceSize}));
	if ('refusal' in folder) {
		return folder;
	}

	const sockets = new Map<string, number>();
	const tuns: number[] = [];
	const tapDevices: number[] = [];
	try {
		for (let count = 1; count <= descriptorLimit; count += 1) {
			const entry = attempt(() => folder.value.readSync());
			if (!('value' in entry) || entry.value === null) {
				break;
			}

			const {name} = entry.value;
			const link = readLink(`${path}/${name}`);
			const target = 'value' in link ? link.value : '';
			const inode = socketInode(target);
			if (inode !== undefined) {
				sockets.set(inode, Number(name));
			} else if (target.endsWith('/tun')) {
				tuns.push(Number(name));
			} else if (/\/tap\d+(?: \(deleted\))?$/.test(target)) {
				tapDevices.push(Number(name));
			}

			if (count % sliceSize === 0) {
				await nextTurn();
			}
		}
	} finally {
		folder.value.closeSync();
	}

	return {value: {sockets, tuns, tapDevices}};
};
