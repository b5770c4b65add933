import {cleanText} from '../../source/clean-text.ts';
import type {Nic} from '../../source/sample.ts';
import {uniqueNames} from '../../source/unique-names.ts';
import type {Readable} from '../linux/read-file.ts';
import {readGuestNic} from '../linux/read-guest-nic.ts';
import type {ConfiguredNic} from './configured-nics.ts';
import {permissionDenied} from './monitor-sockets.ts';

/** A guest's network interface and what on the host counts for it. */
export type GuestNic = {
	readonly name: string;
	readonly mac?: string | undefined;
	/** Name of the tap. */
	readonly tap?: string | undefined;
	/** Why there is no tap. */
	readonly reason?: string | undefined;
};

const reasonOf = (type: string): string =>
	type === 'user' ? 'user-mode networking has no counters' : `${type} networking has no counters`;

const hasTap = ({type}: ConfiguredNic): boolean => type === 'tap' || type === 'bridge';

/**
Brings together what the command line gives and which taps the process holds: by descriptor, by name, and what is left
of both in their order. A tap nobody configured was plugged in later.
*/
export const matchTaps = (
	configured: readonly ConfiguredNic[],
	taps: Readable<ReadonlyMap<number, string>>,
): readonly GuestNic[] => {
	const held = 'value' in taps ? taps.value : new Map<number, string>();
	const free = new Set(held.values());
	const claim = (name: string | undefined): string | undefined =>
		name !== undefined && free.delete(name) ? name : undefined;
	const exact = new Map(
		configured
			.filter(hasTap)
			.map((nic) => [
				nic,
				claim(nic.descriptors.map((descriptor) => held.get(descriptor)).find((name) => name !== undefined)) ??
					claim(nic.interfaceName) ??
					('refusal' in taps ? nic.interfaceName : undefined),
			]),
	);
	const nics = configured.map((nic): GuestNic => {
		if (!hasTap(nic)) {
			return {name: nic.name, mac: nic.mac, reason: reasonOf(nic.type)};
		}

		const tap = exact.get(nic) ?? claim(free.values().next().value);
		return tap === undefined
			? {
					name: nic.name,
					mac: nic.mac,
					reason: 'refusal' in taps && taps.refusal === 'denied' ? permissionDenied : 'its tap is not known',
				}
			: {name: cleanText(tap), mac: nic.mac, tap};
	});
	return uniqueNames([...nics, ...[...free].map((tap) => ({name: cleanText(tap), tap}))]);
};

/** With their counters of now. */
export const readNics = (root: string, nics: readonly GuestNic[]): readonly Nic[] =>
	nics.map(({name, mac, tap, reason}): Nic => {
		const counters = tap === undefined ? undefined : readGuestNic(root, tap);
		return counters
			? {name, mac, ...counters}
			: {name, mac, reason: reason ?? 'no such interface on this host'};
	});
