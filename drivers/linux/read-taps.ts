import {nextTurn} from '../../source/async/wait.ts';
import {ownMounts, readLocalMounts} from './local-mounts.ts';
import {readDescriptors} from './read-descriptors.ts';
import {type Readable, readText} from './read-file.ts';
import {readMacvtap} from './read-macvtap.ts';
import {readSlices} from './read-slices.ts';
import {rooted} from './rooted.ts';

/** A network interface that a process is at the other end of. */
export type HeldTap = {
	/** The interface's present name. */
	readonly name: string;
	/** A macvtap is the guest's own end: what it received the guest received. A tap is the host's end. */
	readonly kind: 'tap' | 'macvtap';
	/** Is it an interface of this program's network? */
	readonly isHere: boolean;
	/** Its own hardware address, in lower case. Absent: not known. */
	readonly mac?: string | undefined;
};

/** Taps taken of one process: as many NICs as a domain may have. */
const tapLimit = 1024;
const sliceSize = 128;

/** Bytes read of the interfaces of another network: some 8000 of them. */
const interfacesLimit = 1024 ** 2;

const readTap = (root: string, pid: number, descriptor: number): string | undefined => {
	const info = readText(rooted(root, `/proc/${pid}/fdinfo/${descriptor}`));
	return /^iff:\s*(\S+)$/m.exec(info ?? '')?.[1];
};

/** With its address, where it is an interface of this network. */
const addressed = (root: string, tap: HeldTap): HeldTap => {
	const mac = tap.isHere ? readText(rooted(root, `/sys/class/net/${tap.name}/address`))?.trim() : undefined;
	return mac && /^[\da-f:]{17}$/.test(mac) ? {...tap, mac} : tap;
};

/** Has the network of a process an interface of this name? Of one with too many of them: it may have. */
const readInterfaces = async (root: string, pid: number): Promise<(name: string) => boolean> => {
	let text = '';
	for await (const slice of readSlices(rooted(root, `/proc/${pid}/net/dev`), 64 * 1024)) {
		text += slice.toString('latin1');
		if (text.length > interfacesLimit) {
			return () => true;
		}
	}

	const names = new Set(text.split('\n').map((line) => line.slice(0, line.indexOf(':')).trim()));
	return (name) => names.has(name);
};

/** Which mounts are local, in this program's view and in the process's: a descriptor may have come from either. */
const readMounts = async (root: string, pid: number): Promise<(id: string) => boolean> => {
	const [own, its] = [
		await readLocalMounts(root, ownMounts),
		await readLocalMounts(root, `/proc/${pid}/mountinfo`),
	];
	return (id) => own.hasMount(id) || its.hasMount(id);
};

/**
The taps and macvtaps a process holds, by its descriptor: `iff:` in /proc/<pid>/fdinfo/<fd> of an open /dev/net/tun
(drivers/net/tun.c); of an open /dev/tap<N> the device's number.

@param hasOtherNetwork is the process in another network than this program? Then its taps are taken to be there too, where
that has interfaces of their names.
@throws ExhaustedError
*/
export const readTaps = async (
	root: string,
	pid: number,
	hasOtherNetwork = false,
): Promise<Readable<ReadonlyMap<number, HeldTap>>> => {
	const descriptors = await readDescriptors(root, pid);
	if ('refusal' in descriptors) {
		return descriptors;
	}

	const taps = new Map<number, HeldTap>();
	const takeEach = async (
		held: readonly number[],
		read: (descriptor: number) => HeldTap | undefined,
	): Promise<void> => {
		for (const [index, descriptor] of held.slice(0, tapLimit).entries()) {
			const tap = read(descriptor);
			if (tap) {
				taps.set(descriptor, addressed(root, tap));
			}

			if (index % sliceSize === sliceSize - 1) {
				await nextTurn();
			}
		}
	};

	const {tuns, tapDevices} = descriptors.value;
	if (tuns.length > 0) {
		const isElsewhere = hasOtherNetwork ? await readInterfaces(root, pid) : () => false;
		await takeEach(tuns, (descriptor) => {
			const name = readTap(root, pid, descriptor);
			return name === undefined ? undefined : {name, kind: 'tap', isHere: !isElsewhere(name)};
		});
	}

	if (tapDevices.length > 0) {
		const hasMount = await readMounts(root, pid);
		await takeEach(tapDevices, (descriptor) => {
			const macvtap = readMacvtap(root, pid, descriptor, hasMount);
			return macvtap && {...macvtap, kind: 'macvtap'};
		});
	}

	return {value: taps};
};
