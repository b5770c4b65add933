import {type Readable, readFolder, readLink, readText} from './read-file.ts';
import {rooted} from './rooted.ts';

/**
The tap interfaces a process holds, by its descriptor: `iff:` in /proc/<pid>/fdinfo/<fd> of an open /dev/net/tun
(drivers/net/tun.c), the interface's present name.
*/
export const readTaps = (root: string, pid: number): Readable<ReadonlyMap<number, string>> => {
	const descriptors = readFolder(rooted(root, `/proc/${pid}/fd`));
	if ('refusal' in descriptors) {
		return descriptors;
	}

	const taps = new Map<number, string>();
	for (const descriptor of descriptors.value) {
		const link = readLink(rooted(root, `/proc/${pid}/fd/${descriptor}`));
		if ('value' in link && link.value.endsWith('/tun')) {
			const info = readText(rooted(root, `/proc/${pid}/fdinfo/${descriptor}`));
			const name = /^iff:\s*(\S+)$/m.exec(info ?? '')?.[1];
			if (name !== undefined) {
				taps.set(Number(descriptor), name);
			}
		}
	}

	return {value: taps};
};
