import {asRecords, asText} from '../qmp/json-value.ts';
import type {QmpClient} from '../qmp/qmp-client.ts';
import {QmpRefusal} from '../qmp/qmp-refusal.ts';

export const statisticsProperty = 'guest-stats';
export const periodProperty = 'guest-stats-polling-interval';

type Property = {readonly name: string; readonly type: string};

const list = async (client: QmpClient, path: string): Promise<readonly Property[]> => {
	try {
		const {value} = await client.execute('qom-list', {path});
		return asRecords(value, 'qom-list').map(({name, type}) => ({
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
	for (const [index, children] of contents.entries()) {
		for (const {name, type} of children) {
			if (type.startsWith('child<virtio-balloon')) {
				const path = `${folders[index]}/${name}`;
				const properties = new Set((await list(client, path)).map((property) => property.name));
				if (properties.has(statisticsProperty) && properties.has(periodProperty)) {
					return path;
				}
			}
		}
	}

	return undefined;
};
