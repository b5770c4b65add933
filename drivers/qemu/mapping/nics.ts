import {grouped} from '../../../source/model/collections.ts';
import type {Nic} from '../../../source/model/sample.ts';
import {cleanText} from '../../../source/text/clean-text.ts';
import {uniqueNames} from '../../../source/text/unique-names.ts';
import type {Readable} from '../../linux/read-file.ts';
import {macvtapOrigins, readGuestNic} from '../../linux/read-guest-nic.ts';
import type {HeldTap} from '../../linux/read-taps.ts';
import type {ConfiguredNic} from '../configured-nics.ts';
import type {CurrentNics} from '../current-nics.ts';
import {reasons} from './reasons.ts';

/** A domain's network interface, and what counts for it on the host. */
export type GuestNic = {
	readonly name: string;
	readonly mac?: string | undefined;
	/** Id of its device. Undefined: it has none. */
	readonly device?: string | undefined;
	/** The interface of the host that counts for it. Undefined: `reason` says why. */
	readonly tap?: HeldTap | undefined;
	/** Why there is no tap. Undefined: there is one. */
	readonly reason?: string | undefined;
};

const reasonOf = (type: string): string =>
	type === 'user' ? reasons.userNetwork : `${type} networking has no counters`;

const hasTap = ({type}: ConfiguredNic): boolean => type === 'tap' || type === 'bridge';

/** Whether a NIC that was plugged in later may have a tap: nothing shows whether it has one. */
const mayHaveTap = ({type, network}: ConfiguredNic): boolean => type === undefined && network !== '';

/**
Whether a tap has a NIC's address. A macvtap has the same address; libvirt gives it to a tap too, except its first byte
(fe).
*/
const isOf = (mac: string | undefined, tap: HeldTap): boolean =>
	mac !== undefined &&
	tap.mac !== undefined &&
	(tap.mac === mac || (tap.kind === 'tap' && tap.mac === `fe${mac.slice(2)}`));

/**
Matches the NICs with the taps that the process holds: by descriptor, by name, as they were matched before, by address,
and then the rest in their order. A NIC that was plugged in later takes a tap that is left if one such NIC and one tap
are left. If more are left, the owner of a tap is not known, and each tap is shown alone.

@param before what was matched last.
*/
export const matchTaps = (
	{present, gone}: CurrentNics,
	taps: Readable<ReadonlyMap<number, HeldTap>>,
	before: readonly GuestNic[] = [],
): readonly GuestNic[] => {
	const held = 'value' in taps ? taps.value : new Map<number, HeldTap>();
	const free = new Map([...held.values()].map((tap) => [tap.name, tap]));
	const claim = (name: string | undefined): HeldTap | undefined => {
		const tap = name === undefined ? undefined : free.get(name);
		free.delete(name ?? '');
		return tap;
	};

	const named = (name: string | undefined): HeldTap | undefined =>
		'refusal' in taps && name !== undefined ? {name, kind: 'tap', isHere: true} : undefined;
	const claimExactly = ({descriptors, interfaceName}: ConfiguredNic): HeldTap | undefined =>
		claim(descriptors.map((descriptor) => held.get(descriptor)?.name).find((name) => name !== undefined)) ??
		claim(interfaceName) ??
		named(interfaceName);
	const remembered = new Map(before.map(({device, tap}) => [device, tap?.name]));
	const claimed = new Map<ConfiguredNic, HeldTap>();
	const claimEach = (
		nics: readonly ConfiguredNic[],
		claimOf: (nic: ConfiguredNic) => HeldTap | undefined,
	): void => {
		for (const nic of nics) {
			const tap = claimed.get(nic) ?? claimOf(nic);
			if (tap) {
				claimed.set(nic, tap);
			}
		}
	};

	const claimByAddress = (nics: readonly ConfiguredNic[]): void => {
		const byEnd = grouped([...free.values()], ({mac}) => mac?.slice(2) ?? '');
		claimEach(nics, ({mac}) => {
			const alike = mac === undefined ? [] : (byEnd.get(mac.slice(2)) ?? []);
			const same = alike.filter((tap) => free.has(tap.name) && isOf(mac, tap));
			return same.length === 1 ? claim(same[0]?.name) : undefined;
		});
	};

	const claimNext = (): HeldTap | undefined => claim(free.keys().next().value);
	const certain = present.filter(hasTap);
	const possible = present.filter(mayHaveTap);
	claimEach(certain, claimExactly);
	claimEach(possible, ({device}) => (device === undefined ? undefined : claim(remembered.get(device))));
	claimByAddress([...certain, ...possible]);
	claimEach(certain, claimNext);
	const open = possible.filter((nic) => !claimed.has(nic));
	const isOnePair = (): boolean => open.length === 1 && free.size === 1;
	// The tap of an unplugged NIC may still be held, or may be another NIC's by now.
	if (!isOnePair()) {
		claimEach(gone.filter(hasTap), claimExactly);
	}

	if (isOnePair()) {
		claimEach(open, claimNext);
	}

	const leftOut = new Set(free.size > 0 ? open : []);
	const unknown = 'refusal' in taps && taps.refusal === 'denied' ? reasons.permissionDenied : undefined;
	const reasonWithoutTap = (nic: ConfiguredNic): string => {
		if (hasTap(nic)) {
			return unknown ?? reasons.unknownTap;
		}

		return nic.type === undefined
			? nic.network === ''
				? reasons.noNetwork
				: (unknown ?? reasons.noTap)
			: reasonOf(nic.type);
	};

	const nics = present
		.filter((nic) => !leftOut.has(nic))
		.map((nic): GuestNic => {
			const tap = claimed.get(nic);
			const {mac, device} = nic;
			return tap
				? {name: cleanText(tap.name), mac, device, tap}
				: {name: cleanText(nic.name), mac, device, reason: reasonWithoutTap(nic)};
		});
	return uniqueNames([...nics, ...[...free.values()].map((tap) => ({name: cleanText(tap.name), tap}))]);
};

const countersOf = (root: string, {name, kind, isHere}: HeldTap): Omit<Nic, 'name'> => {
	if (!isHere) {
		return {reason: `its ${kind} is in another network namespace`};
	}

	const counters = readGuestNic(root, name, kind === 'macvtap' ? 'guest' : 'host');
	if (!counters) {
		return {reason: reasons.noInterface};
	}

	return kind === 'macvtap' ? {...counters, origins: macvtapOrigins} : counters;
};

/** Reads the counters of NICs as they are now. */
export const readNics = (root: string, nics: readonly GuestNic[]): readonly Nic[] =>
	nics.map(({name, mac, tap, reason}): Nic => ({name, mac, ...(tap ? countersOf(root, tap) : {reason})}));
