import {closeSync, constants, fstatSync, openSync} from 'node:fs';
import type {LocalMounts} from './local-mounts.ts';
import {attempt, readLink, readText} from './read-file.ts';
import {rooted} from './rooted.ts';

/** A macvtap or ipvtap: the other end of the character device /dev/tap<N>. */
export type Macvtap = {
	/** The name of the network interface. */
	readonly name: string;
	/** Is it an interface of this program's network? */
	readonly isHere: boolean;
};

/** open(2): a mere reference, which opens nothing of the device. Node has no name for it. */
const O_PATH = 0o10000000;

const mountOf = (fdinfo: string | undefined): string => /^mnt_id:\s*(\d+)$/m.exec(fdinfo ?? '')?.[1] ?? '';

/** `major:minor` as the kernel spells it (include/linux/kdev_t.h, new_encode_dev). */
const spelled = (device: number): string =>
	`${(device >>> 8) & 0xfff}:${(device & 0xff) | ((device >>> 12) & 0xfff00)}`;

/** The number of the character device behind a descriptor, if the device lies where a look cannot hang. */
const deviceOf = (
	root: string,
	pid: number,
	descriptor: number,
	hasMount: LocalMounts['hasMount'],
): string | undefined => {
	if (!hasMount(mountOf(readText(rooted(root, `/proc/${pid}/fdinfo/${descriptor}`))))) {
		return undefined;
	}

	const held = attempt(() =>
		openSync(rooted(root, `/proc/${pid}/fd/${descriptor}`), O_PATH | constants.O_RDONLY),
	);
	if ('refusal' in held) {
		return undefined;
	}

	try {
		// The descriptor may belong to another file by now.
		if (!hasMount(mountOf(readText(`/proc/self/fdinfo/${held.value}`)))) {
			return undefined;
		}

		const stats = fstatSync(held.value);
		return stats.isCharacterDevice() ? spelled(stats.rdev) : undefined;
	} finally {
		closeSync(held.value);
	}
};

/**
Finds the interface behind a descriptor of /dev/tap<N> (drivers/net/tap.c): the device's number leads to it through
/sys/dev/char. That folder shows interfaces of every network. The device number of this network's interface of this name
tells whether both are the same interface.

@param hasMount is a mount local, so that a look cannot hang?
@returns undefined where the descriptor is of another device, or may not be looked at.
@throws ExhaustedError
*/
export const readMacvtap = (
	root: string,
	pid: number,
	descriptor: number,
	hasMount: LocalMounts['hasMount'],
): Macvtap | undefined => {
	const device = deviceOf(root, pid, descriptor, hasMount);
	if (device === undefined) {
		return undefined;
	}

	const link = readLink(rooted(root, `/sys/dev/char/${device}`));
	const target = 'value' in link ? link.value : '';
	const [, name, rest] = /\/net\/([^/]+)(\/(?:macvtap|ipvtap)\/tap\d+)$/.exec(target) ?? [];
	return name === undefined
		? undefined
		: {name, isHere: readText(rooted(root, `/sys/class/net/${name}${rest}/dev`))?.trim() === device};
};
