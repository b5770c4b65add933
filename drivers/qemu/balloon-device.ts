import type {QmpClient} from '../qmp/qmp-client.ts';
import {listPluggedDevices, listProperties, type PluggedDevices} from './plugged-devices.ts';

/** The QOM property with the guest's statistics (docs/interop/virtio-balloon-stats.rst of QEMU). */
export const statisticsProperty = 'guest-stats';
/** The QOM property with the seconds between two statistics; 0: the guest is not asked (the same document). */
export const periodProperty = 'guest-stats-polling-interval';

/** Most balloons that are looked into; QEMU itself takes one (memory.c, qemu_add_balloon_handler). */
const balloonLimit = 8;

/**
Resolves to the QOM path of the balloon device that keeps statistics. Devices with an id come first, then devices
without an id. Undefined: no device keeps statistics.

@param listed the devices of now; undefined: QEMU is asked for them. @throws QmpFault
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
