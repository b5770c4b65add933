import {asRecords, asText} from '../qmp/json-value.ts';
import type {QmpClient} from '../qmp/qmp-client.ts';
import {QmpRefusal} from '../qmp/qmp-refusal.ts';

/** A device that was given on the command line, or plugged in since. */
export type PluggedDevice = {
	/** Its QOM path. */
	readonly path: string;
	/** Its id. Undefined: it has none. */
	readonly id?: string | undefined;
	/** Its QOM type: `virtio-net-pci`. */
	readonly type: string;
};

/** The devices of a domain. Undefined: QEMU does not report it. */
export type PluggedDevices = readonly PluggedDevice[] | undefined;

type Property = {readonly name: string; readonly type: string};

/** Most properties of one object that are looked at: a domain's devices, or a device's properties. */
const propertyLimit = 8192;

const folders = [
	{path: '/machine/peripheral', isNamed: true},
	{path: '/machine/peripheral-anon', isNamed: false},
];

/** Lists the properties of a QOM object. Undefined: there is no such object. @throws QmpFault */
export const listProperties = async (
	client: QmpClient,
	path: string,
): Promise<readonly Property[] | undefined> => {
	try {
		const {value} = await client.execute('qom-list', {path});
		return asRecords(value, 'qom-list', propertyLimit).map(({name, type}) => ({
			name: asText(name, 'the name of a property'),
			type: asText(type, 'the type of a property'),
		}));
	} catch (error) {
		if (error instanceof QmpRefusal) {
			return undefined;
		}

		throw error;
	}
};

/** Lists the devices with an id first, then the devices without an id. @throws QmpFault */
export const listPluggedDevices = async (client: QmpClient): Promise<PluggedDevices> => {
	const contents = await Promise.all(folders.map(({path}) => listProperties(client, path)));
	if (contents.every((properties) => properties === undefined)) {
		return undefined;
	}

	return folders.flatMap(({path, isNamed}, index) =>
		(contents[index] ?? []).flatMap(({name, type}): readonly PluggedDevice[] => {
			const child = /^child<(.*)>$/s.exec(type)?.[1];
			return child === undefined
				? []
				: [{path: `${path}/${name}`, id: isNamed ? name : undefined, type: child}];
		}),
	);
};
