import type {QmpClient} from '../qmp/qmp-client.ts';
import {listPluggedDevices, listProperties, type PluggedDevices} from './plugged-devices.ts';

export const statisticsProperty = 'guest-stats';
export const periodProperty = 'guest-stats-polling-interval';

/** Balloons that are looked into: QEMU takes one (memory.c, qemu_add_balloon_handler). */
const balloonLimit = 8;

/**
The QOM path of the balloon device that keeps statistics: the devices with an id first, then those without.
Absent: there is none.

@param listed the devices of now; absent: they are asked for. @throws QmpFault
*/
export const findBalloonDevice = async (
	client: QmpClient,
	listed?: PluggedDevices,
): Promise<string | undefined> => {
	const devices = listed ?? (await listPluggedDevices(client)) ?? [];
	const balloons = devices.filter(({type}) => type.startsWith('virtio-balloon')).slice(0, balloonLimit);
	for (const {path} of balloons) {
		const properties = new Set((await listProperties(client, path))?.map(({name}) => name));
		if (properties.has(statisticsProperty) && properties.has(periodProperty)) {
			return path;
		}
	}

	return undefined;
};
