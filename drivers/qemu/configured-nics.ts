import {deviceLimits} from '../../source/model/domain-bounds.ts';
import {cleanText} from '../../source/text/clean-text.ts';
import type {Configuration} from './configuration.ts';
import type {OptionText} from './option-text.ts';

/** A network interface that the configuration gives the domain. */
export type ConfiguredNic = {
	/** The id of the device, or of its network. */
	readonly name: string;
	/** `tap`, `bridge`, `user`, `socket`, `vhost-user` … Undefined: it was plugged in later, and QEMU does not report it. */
	readonly type?: string | undefined;
	/** Id of the device. Undefined: none was given. */
	readonly device?: string | undefined;
	/** Id of the network behind the device; empty: it has no network. Undefined: none was given. */
	readonly network?: string | undefined;
	/** Model of the device. Undefined: none was given. */
	readonly model?: string | undefined;
	/** In lower case, cleaned. Undefined: none was given. */
	readonly mac?: string | undefined;
	/** Name of the tap. Undefined: none was given. */
	readonly interfaceName?: string | undefined;
	/** Descriptors of a tap that was handed over; empty: none was. */
	readonly descriptors: readonly number[];
};

/** Most devices of all kinds that are searched for NICs. */
const deviceLimit = 8192;

/** Most queues of one tap: MAX_TAP_QUEUES is 1024 (net/tap.c). */
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

/** Counts the configured NICs, including NICs over the limit of what is taken. */
export const countConfiguredNics = ({all}: Configuration): number =>
	(['netdev', 'nic', 'net'] as const).reduce((sum, group) => sum + all(group).length, 0);

/**
Finds the NICs of -netdev with its -device, of -nic, and of the old -net with its `-net nic` in the same order. Takes as
many NICs of each option as a domain may have.
*/
export const findConfiguredNics = ({all}: Configuration): readonly ConfiguredNic[] => {
	const first = (group: 'netdev' | 'nic' | 'net') => all(group).slice(0, deviceLimits.nics);
	const devices = all('device')
		.slice(0, deviceLimit)
		.filter((options) => options.has('netdev'));
	const old = first('net').filter((options) => options.get('type') !== 'none');
	const oldDevices = old.filter((options) => options.get('type') === 'nic');
	// If two devices have one network, the first counts.
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

/** Whether QEMU makes its default network. Options in a configuration file do not forbid it. */
export const hasDefaultNetwork = ({commandLine}: Configuration): boolean =>
	!['nodefaults', 'netdev', 'nic', 'net'].some((name) => commandLine.has(name));
