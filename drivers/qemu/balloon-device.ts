import {asRecords, asText} from '../qmp/json-value.ts';
import type {QmpClient} from '../qmp/qmp-client.ts';
import {QmpRefusal} from '../qmp/qmp-refusal.ts';

export const statisticsProperty = 'guest-stats';
export const periodProperty = 'guest-stats-polling-interval';

/** Properties of one object that are looked at: devices of a guest, or those of a device. */
const propertyLimit = 8192;

/** Balloons that are looked into: QEMU takes one (memory.c, qemu_add_balloon_handler). */
const balloonLimit = 8;

type Property = {readonly name: string; readonly type: string};

const list = async (client: QmpClient, path: string): Promise<readonly Property[]> => {
	try {
		const {value} = await client.execute('qom-list', {path});
		return asRecords(value, 'qom-list', propertyLimit).map(({name, type}) => ({
			name: asText(name, 'the name of a property'),
			type: asText(type, 'the type of a property'),
		}));
	} catch (error) {
		if (error instanceof QmpRefusal) {
			return [];
		}

		throw error;
	}
};

/**
The QOM path of the balloon device that keeps statistics: the devices with an id first, then those without.
Absent: there is none. @throws QmpFault
*/
export const findBalloonDevice = async (client: QmpClient): Promise<string | undefined> => {
	const folders = ['/machine/peripheral', '/machine/peripheral-anon'];
	const contents = await Promise.all(folders.map((folder) => list(client, folder)));
	const balloons = contents.flatMap((children, index) =>
		children
			.filter(({type}) => type.startsWith('child<virtio-balloon'))
			.map(({name}) => `${folders[index]}/${name}`),
	);
	for (const path of balloons.slice(0, balloonLimit)) {
		const properties = new Set((await list(client, path)).map((property) => property.name));
		if (properties.has(statisticsProperty) && properties.has(periodProperty)) {
			return path;
		}
	}

	return undefined;
};
