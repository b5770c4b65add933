import {cleanText} from '../../source/clean-text.ts';
import type {CommandLine} from './command-line.ts';
import {type OptionText, parseOptionText} from './option-text.ts';

/** A network interface that the command line gives the guest. */
export type ConfiguredNic = {
	/** The device's id, or its network's. */
	readonly name: string;
	/** `tap`, `bridge`, `user`, `socket`, `vhost-user` … */
	readonly type: string;
	readonly mac?: string | undefined;
	/** The tap's name where it was given. */
	readonly interfaceName?: string | undefined;
	/** The descriptors of the tap where it was handed over. */
	readonly descriptors: readonly number[];
};

const descriptorsOf = (options: OptionText): readonly number[] =>
	[options.get('fd'), ...(options.get('fds') ?? '').split(':')]
		.filter((text) => text !== undefined && /^\d+$/.test(text))
		.map(Number);

const nic = (network: OptionText, name: string, mac: string | undefined): ConfiguredNic => ({
	name: cleanText(name),
	type: cleanText(network.get('type') ?? ''),
	mac: mac === undefined ? undefined : cleanText(mac.toLowerCase()),
	interfaceName: network.get('ifname'),
	descriptors: descriptorsOf(network),
});

/** From -netdev with its -device, from -nic, and from the old -net with its `-net nic` in the same order. */
export const findConfiguredNics = (commandLine: CommandLine): readonly ConfiguredNic[] => {
	const parse = (name: string, implied: string) =>
		commandLine.values(name).map((text) => parseOptionText(text, implied));
	const devices = parse('device', 'driver').filter((options) => options.has('netdev'));
	const old = parse('net', 'type').filter((options) => options.get('type') !== 'none');
	const oldDevices = old.filter((options) => options.get('type') === 'nic');
	const deviceOf = (id: string | undefined) =>
		[...devices, ...oldDevices].find((options) => id !== undefined && options.get('netdev') === id);
	const unpaired = oldDevices.filter((options) => !options.has('netdev'));

	return [
		...parse('netdev', 'type').map((network, index) => {
			const device = deviceOf(network.get('id'));
			return nic(
				network,
				device?.get('id') ?? network.get('id') ?? `netdev${index}`,
				device?.get('mac') ?? device?.get('macaddr'),
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
