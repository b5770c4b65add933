import {readDescriptors} from './read-descriptors.ts';
import {type Readable, readText} from './read-file.ts';
import {rooted} from './rooted.ts';

/** Taps taken of one process: as many NICs as a domain may have. */
const tapLimit = 1024;

/**
The tap interfaces a process holds, by its descriptor: `iff:` in /proc/<pid>/fdinfo/<fd> of an open /dev/net/tun
(drivers/net/tun.c), the interface's present name. @throws ExhaustedError
*/
export const readTaps = async (root: string, pid: number): Promise<Readable<ReadonlyMap<number, string>>> => {
	const descriptors = await readDescriptors(root, pid);
	if ('refusal' in descriptors) {
		return descriptors;
	}

	const taps = new Map<number, string>();
	for (const descriptor of descriptors.value.tuns.slice(0, tapLimit)) {
		const info = readText(rooted(root, `/proc/${pid}/fdinfo/${descriptor}`));
		const name = /^iff:\s*(\S+)$/m.exec(info ?? '')?.[1];
		if (name !== undefined) {
			taps.set(descriptor, name);
		}
	}

	return {value: taps};
};
