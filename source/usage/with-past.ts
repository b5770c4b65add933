import {type AtPlace, createAtPlace} from '../model/collections.ts';

/**
Makes something of each device, and of the device with the same key in the list before. Runs for every device at every refresh,
so it makes no closures.
@param owner what `make` gets besides.
*/
export const withPast = <Device, Owner, Made>(
	before: readonly Device[] | undefined,
	devices: readonly Device[] | undefined,
	keyOf: (device: Device) => string | number,
	make: (past: Device | undefined, device: Device, owner: Owner) => Made,
	owner: Owner,
): readonly Made[] | undefined => {
	if (devices === undefined) {
		return undefined;
	}

	const made = new Array<Made>(devices.length);
	let find: AtPlace<Device, string | number> | undefined;
	let place = 0;
	for (const device of devices) {
		const key = keyOf(device);
		let past = before?.[place];
		if (past === undefined || keyOf(past) !== key) {
			find ??= createAtPlace(before, keyOf);
			past = find(key, place);
		}

		made[place] = make(past, device, owner);
		place++;
	}

	return made;
};
