import type {DomainDevices} from './backend.ts';

/** What a reader remembers of each device while it is there, by <type>-<domid>-<devid>. */
export type RememberedDevices<Memory> = {
	/** The memory of a device; made at the first call. */
	readonly recall: (domid: number, devid: number) => Memory;
	readonly forget: (domid: number, devid: number) => void;
	/** Forgets all devices that are not among `devices`. */
	readonly keep: (devices: ReadonlyMap<number, DomainDevices>) => void;
};

/**
@param make called with the device's name in sysfs.
@param drop called with what is forgotten.
*/
export const createRememberedDevices = <Memory>(
	type: 'vbd' | 'vif',
	make: (name: string) => Memory,
	drop: (memory: Memory) => void = () => {},
): RememberedDevices<Memory> => {
	const memories = new Map<string, Memory>();
	const nameOf = (domid: number, devid: number): string => `${type}-${domid}-${devid}`;

	const forget = (name: string): void => {
		const memory = memories.get(name);
		if (memory !== undefined) {
			memories.delete(name);
			drop(memory);
		}
	};

	return {
		recall: (domid, devid) => {
			const name = nameOf(domid, devid);
			const known = memories.get(name);
			if (known !== undefined) {
				return known;
			}

			const memory = make(name);
			memories.set(name, memory);
			return memory;
		},
		forget: (domid, devid) => {
			forget(nameOf(domid, devid));
		},
		keep: (devices) => {
			const present = new Set(
				[...devices].flatMap(([domid, {vbds, vifs}]) =>
					(type === 'vbd' ? vbds : vifs).map((devid) => nameOf(domid, devid)),
				),
			);
			for (const name of memories.keys()) {
				if (!present.has(name)) {
					forget(name);
				}
			}
		},
	};
};
