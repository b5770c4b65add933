import {cleanText} from '../../source/clean-text.ts';
import {deviceLimits} from '../../source/domain-bounds.ts';
import type {CommandLine} from './command-line.ts';
import {type OptionText, parseOptionText} from './option-text.ts';

/** A network interface that the command line gives the guest. */
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
export const countConfiguredNics = (commandLine: CommandLine): number =>
	['netdev', 'nic', 'net'].reduce((sum, name) => sum + commandLine.values(name).length, 0);

/**
From -netdev with its -device, from -nic, and from the old -net with its `-net nic` in the same order; of each as many as a
guest may have.
*/
export const findConfiguredNics = (commandLine: CommandLine): readonly ConfiguredNic[] => {
	const parse = (name: string, implied: string, limit: number = deviceLimits.nics) =>
		commandLine
			.values(name)
			.slice(0, limit)
			.map((text) => parseOptionText(text, implied));
	const devices = parse('device', 'driver', deviceLimit).filter((options) => options.has('netdev'));
	const old = parse('net', 'type').filter((options) => options.get('type') !== 'none');
	const oldDevices = old.filter((options) => options.get('type') === 'nic');
	// Of two with one network the first counts.
	const byNetwork = new Map(
		[...devices, ...oldDevices].toReversed().map((options) => [options.get('netdev'), options]),
	);
	const deviceOf = (id: string | undefined) => (id === undefined ? undefined : byNetwork.get(id));
	const unpaired = oldDevices.filter((options) => !options.has('netdev'));

	return [
		...parse('netdev', 'type').map((network, index) => {
			const device = deviceOf(network.get('id'));
			return nic(
				network,
				device?.get('id') ?? network.get('id') ?? `netdev${index}`,
				device?.get('mac') ?? device?.get('macaddr'),
				device,
			);
		}),
		...parse('nic', 'type')
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

export const hasDefaultNetwork = (commandLine: CommandLine): boolean =>
	!['nodefaults', 'netdev', 'nic', 'net'].some((name) => commandLine.has(name));
