import {nextTurn} from '../../source/async/wait.ts';
import {ownMounts, readLocalMounts} from './local-mounts.ts';
import {readDescriptors} from './read-descriptors.ts';
import {type Readable, readText} from './read-file.ts';
import {readMacvtap} from './read-macvtap.ts';
import {readSlices} from './read-slices.ts';
import {rooted} from './rooted.ts';

/** A network interface whose other end a process holds. */
export type HeldTap = {
	/** The interface's present name. */
	readonly name: string;
	/** A macvtap is the guest's own end: what it received the guest received. A tap is the host's end. */
	readonly kind: 'tap' | 'macvtap';
	/** Is it an interface of this program's network? */
	readonly isHere: boolean;
	/** The interface's own hardware address, in lower case. Undefined: not known. */
	readonly mac?: string | undefined;
};

/** Limit of taps taken of one process: the most NICs that a domain may have. */
const tapLimit = 1024;
const sliceSize = 128;

/** Limit of bytes read of another network's interfaces: some 8000 interfaces. */
const interfacesLimit = 1024 ** 2;

const readTap = (root: string, pid: number, descriptor: number): string | undefined => {
	const info = readText(rooted(root, `/proc/${pid}/fdinfo/${descriptor}`));
	return /^iff:\s*(\S+)$/m.exec(info ?? '')?.[1];
};

/** Adds the address where the tap is an interface of this network. */
const addressed = (root: string, tap: HeldTap): HeldTap => {
	const mac = tap.isHere ? readText(rooted(root, `/sys/class/net/${tap.name}/address`))?.trim() : undefined;
	return mac && /^[\da-f:]{17}$/.test(mac) ? {...tap, mac} : tap;
};

/** Has the network of a process an interface of this name? A network with too many interfaces may have it: true. */
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

/** Tells which mounts are local, in this program's view or the process's: a descriptor may have come from either view. */
const readMounts = async (root: string, pid: number): Promise<(id: string) => boolean> => {
	const [own, its] = [
		await readLocalMounts(root, ownMounts),
		await readLocalMounts(root, `/proc/${pid}/mountinfo`),
	];
	return (id) => own.hasMount(id) || its.hasMount(id);
};

/**
The taps and macvtaps that a process holds, by descriptor. `iff:` in /proc/<pid>/fdinfo/<fd> names the tap of an open
/dev/net/tun (drivers/net/tun.c); the device's number leads to the macvtap of an open /dev/tap<N>.

@param hasOtherNetwork is the process in another network than this program? Then a tap counts as part of that network
where that network has an interface of the tap's name.
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
