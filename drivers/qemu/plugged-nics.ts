import {deviceLimits} from '../../source/model/domain-bounds.ts';
import {cleanText} from '../../source/text/clean-text.ts';
import {asName} from '../qmp/json-value.ts';
import type {QmpClient} from '../qmp/qmp-client.ts';
import {answered} from '../qmp/qmp-client.ts';
import {QmpRefusal} from '../qmp/qmp-refusal.ts';
import type {PluggedDevice} from './plugged-devices.ts';

/** A network interface that a domain has now, as QEMU reports it. */
export type PluggedNic = {
	readonly path: string;
	/** Id of its device. Undefined: it has none. */
	readonly device?: string | undefined;
	/** Id of the network behind it; empty: it has no network. Undefined: QEMU does not report it. */
	readonly network?: string | undefined;
	/** In lower case, cleaned. Undefined: QEMU does not report it. */
	readonly mac?: string | undefined;
};

/** What a domain has plugged in that matters to its network. */
export type PluggedNics = {
	readonly nics: readonly PluggedNic[];
	/** Ids of all devices of the domain, of whatever kind. */
	readonly ids: ReadonlySet<string>;
};

/**
Most NICs asked in one refresh. With more NICs, each NIC is asked only once, in turn: another NIC that takes its id goes
unseen.
*/
const askLimit = 32;

/** Whether this is the type of a network device (`-device help`). */
export const isNicModel = (type: string): boolean =>
	/^(?:virtio-net|e1000|igb|i82|ne2k|pcnet|rocker|rtl8139|tulip|usb-net|vmxnet|spapr-vlan|xen-net)/.test(
		type,
	);

/** Reads a property of a device. Undefined: QEMU does not report it, or the property is no text. */
const askProperty = async (
	client: QmpClient,
	path: string,
	property: string,
): Promise<string | undefined> => {
	const answer = await answered(client.execute('qom-get', {path, property}));
	return answer instanceof QmpRefusal || typeof answer.value !== 'string'
		? undefined
		: asName(answer.value, property);
};

const askNic = async (client: QmpClient, {path, id}: PluggedDevice): Promise<PluggedNic> => {
	const [network, mac] = await Promise.all([
		askProperty(client, path, 'netdev'),
		askProperty(client, path, 'mac'),
	]);
	return {path, device: id, network, mac: mac === undefined ? undefined : cleanText(mac.toLowerCase())};
};

/** Asks QEMU for the NICs among these devices. @param before the NICs of the last answer; undefined: none yet. @throws QmpFault */
export const askPluggedNics = async (
	client: QmpClient,
	devices: readonly PluggedDevice[],
	before: PluggedNics | undefined,
): Promise<PluggedNics> => {
	const nics = devices.filter(({type}) => isNicModel(type)).slice(0, deviceLimits.nics);
	const remembered = (nics.length > askLimit ? before?.nics : undefined) ?? [];
	const known = new Map(
		remembered.filter(({network}) => network !== undefined).map((nic) => [nic.path, nic]),
	);
	const asked = new Set(nics.filter(({path}) => !known.has(path)).slice(0, askLimit));
	return {
		nics: await Promise.all(
			nics.map((nic): PluggedNic | Promise<PluggedNic> => {
				const {path, id} = nic;
				return asked.has(nic) ? askNic(client, nic) : (known.get(path) ?? {path, device: id});
			}),
		),
		ids: new Set(devices.flatMap(({id}) => id ?? [])),
	};
};
