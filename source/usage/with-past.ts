import {createAtPlace} from '../model/collections.ts';

/** Makes something of each device, and of the device with the same key in the list before. */
export const withPast = <Device, Made>(
	before: readonly Device[] | undefined,
	devices: readonly Device[] | undefined,
	keyOf: (device: Device) => string | number,
	make: (past: Device | undefined, device: Device) => Made,
): readonly Made[] | undefined => {
	if (devices === undefined) {
		return undefined;
	}

	let find: ((key: string | number, place: number) => Device | undefined) | undefined;
	return devices.map((device, place) => {
		const key = keyOf(device);
		const there = before?.[place];
		if (there !== undefined && keyOf(there) === key) {
			return make(there, device);
		}

		find ??= createAtPlace(before, keyOf);
		return make(find(key, place), device);
	});
};
