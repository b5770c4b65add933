import {deviceLimits} from '../../source/model/domain-bounds.ts';
import {cleanText} from '../../source/text/clean-text.ts';
import type {Configuration} from './configuration.ts';
import type {OptionText} from './option-text.ts';

/** A network interface that its configuration gives the guest. */
export type ConfiguredNic = {
	/** The device's id, or its network's. */
	readonly name: string;
	/** `tap`, `bridge`, `user`, `socket`, `vhost-user` … Absent: it was plugged in later, and QEMU does not tell. */
	readonly type?: string | undefined;
	/** Ids of the device and of the network behind it, and the device's model, where they were given. */
	readonly device?: string | undefined;
	readonly network?: string | undefined;
	readonly model?: string | undefined;
	readonly mac?: string | undefined;
	/** The tap's name where it was given. */
	readonly interfaceName?: string | undefined;
	/** The descriptors of the tap where it was handed over. */
	readonly descriptors: readonly number[];
};

/** Devices of all kinds that are looked at for the NICs among them. */
const deviceLimit = 8192;

/** Queues of one tap: MAX_TAP_QUEUES is 1024 (net/tap.c). */
const queueLimit = 1024;

const descriptorsOf = (options: OptionText): readonly number[] =>
	[options.get('fd'), ...(options.get('fds') ?? '').split(':', queueLimit)]
		.filter((text) => text !== undefined && /^\d+$/.test(text))
		.map(Number);

const nic = (
	network: OptionText,
	name: string,
	mac: string | undefined,
	device?: OptionText,
): ConfiguredNic => ({
	name: cleanText(name),
	device: device?.get('id'),
	network: network.get('id'),
	model: device?.get('driver'),
	type: cleanText(network.get('type') ?? ''),
	mac: mac === undefined ? undefined : cleanText(mac.toLowerCase()),
	interfaceName: network.get('ifname'),
	descriptors: descriptorsOf(network),
});

/** How many there are, those that are over what is taken too. */
export const countConfiguredNics = ({all}: Configuration): number =>
	(['netdev', 'nic', 'net'] as const).reduce((sum, group) => sum + all(group).length, 0);

/**
From -netdev with its -device, from -nic, and from the old -net with its `-net nic` in the same order; of each as many as a
guest may have.
*/
export const findConfiguredNics = ({all}: Configuration): readonly ConfiguredNic[] => {
	const first = (group: 'netdev' | 'nic' | 'net') => all(group).slice(0, deviceLimits.nics);
	const devices = all('device')
		.slice(0, deviceLimit)
		.filter((options) => options.has('netdev'));
	const old = first('net').filter((options) => options.get('type') !== 'none');
	const oldDevices = old.filter((options) => options.get('type') === 'nic');
	// Of two with one network the first counts.
	const byNetwork = new Map(
		[...devices, ...oldDevices].toReversed().map((options) => [options.get('netdev'), options]),
	);
	const deviceOf = (id: string | undefined) => (id === undefined ? undefined : byNetwork.get(id));
	const unpaired = oldDevices.filter((options) => !options.has('netdev'));

	return [
		...first('netdev').map((network, index) => {
			const device = deviceOf(network.get('id'));
			return nic(
				network,
				device?.get('id') ?? network.get('id') ?? `netdev${index}`,
				device?.get('mac') ?? device?.get('macaddr'),
				device,
			);
		}),
		...first('nic')
			.filter((options) => options.get('type') !== 'none')
			.map((options, index) => nic(options, options.get('id') ?? `nic${index}`, options.get('mac'))),
		...old
			.filter((options) => options.get('type') !== 'nic')
			.map((network, index) =>
				nic(
					network,
					unpaired[index]?.get('name') ?? network.get('name') ?? `net${index}`,
					unpaired[index]?.get('macaddr'),
				),
			),
	];
};

/** What stands in a file forbids it not. */
export const hasDefaultNetwork = ({commandLine}: Configuration): boolean =>
	!['nodefaults', 'netdev', 'nic', 'net'].some((name) => commandLine.has(name));
