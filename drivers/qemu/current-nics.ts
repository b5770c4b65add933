import type {ConfiguredNic} from './configured-nics.ts';
import {isNicModel, type PluggedNic, type PluggedNics} from './plugged-nics.ts';

/** The NICs that a domain has now, and its unplugged NICs, whose taps may still be held. */
export type CurrentNics = {
	readonly present: readonly ConfiguredNic[];
	readonly gone: readonly ConfiguredNic[];
};

/** Whether QEMU itself named this network, for -nic or -net: such NICs are known from the command line. */
const isOwnName = (network: string): boolean => /^(?:#|hub\d)/.test(network);

/**
Returns the NICs of the command line, without unplugged NICs and with NICs that were plugged in since.

@param plugged the NICs that QEMU reports; undefined: QEMU does not report them.
*/
export const currentNics = (
	configured: readonly ConfiguredNic[],
	plugged: PluggedNics | undefined,
): CurrentNics => {
	if (!plugged) {
		return {present: configured, gone: []};
	}

	const {nics, ids} = plugged;
	const byDevice = new Map(nics.map((nic) => [nic.device, nic]));
	const byNetwork = new Map(nics.map((nic) => [nic.network, nic]));
	const isComplete = nics.every(({network}) => network !== undefined);
	const taken = new Set<PluggedNic>();
	const present: ConfiguredNic[] = [];
	const gone: ConfiguredNic[] = [];

	/** The NIC that QEMU has in its place. Undefined: it was unplugged, or QEMU reports no NICs of its kind. */
	const pluggedAs = ({device, network}: ConfiguredNic): PluggedNic | undefined => {
		if (device === undefined) {
			return network === undefined ? undefined : byNetwork.get(network);
		}

		const nic = byDevice.get(device);
		return nic?.network === undefined || nic.network === network ? nic : undefined;
	};

	const isUnplugged = ({device, model}: ConfiguredNic): boolean =>
		device === undefined
			? isComplete && model !== undefined && isNicModel(model)
			: byDevice.has(device) || !ids.has(device);

	for (const nic of configured) {
		const found = pluggedAs(nic);
		if (found) {
			taken.add(found);
			present.push({...nic, name: nic.device ?? found.device ?? nic.name, mac: found.mac ?? nic.mac});
		} else if (isUnplugged(nic)) {
			gone.push(nic);
		} else {
			present.push(nic);
		}
	}

	const networks = new Map(gone.map((nic) => [nic.network, nic]));
	for (const nic of nics) {
		const {path, device, network, mac} = nic;
		if (!taken.has(nic) && !(device === undefined && isOwnName(network ?? ''))) {
			const before = network === undefined ? undefined : networks.get(network);
			const name = device ?? (network || path.slice(path.lastIndexOf('/') + 1));
			present.push({descriptors: [], ...before, name, device, network, mac});
		}
	}

	return {present, gone};
};
