import type {CounterTexts} from '../../source/model/counters.ts';
import {knownNumber} from '../../source/model/known-count.ts';
import type {NicCounters} from '../../source/model/sample.ts';
import {readText} from './read-file.ts';
import {rooted} from './rooted.ts';

/** The file of each of the guest's counters where the interface is the guest's own end. */
const ownFiles: CounterTexts<'nic'> = {
	receiveBytes: 'rx_bytes',
	transmitBytes: 'tx_bytes',
	receivePackets: 'rx_packets',
	transmitPackets: 'tx_packets',
	receiveErrors: 'rx_errors',
	transmitErrors: 'tx_errors',
	receiveDrops: 'rx_dropped',
	transmitDrops: 'tx_dropped',
};

const withEach = (files: CounterTexts<'nic'>, change: (file: string) => string): CounterTexts<'nic'> =>
	Object.fromEntries(Object.entries(files).map(([counter, file]) => [counter, change(file)]));

/** The files where the interface is the host's end, which receives what the guest transmits. */
const hostFiles = withEach(ownFiles, (file) =>
	file.startsWith('rx_') ? file.replace('rx_', 'tx_') : file.replace('tx_', 'rx_'),
);

const origin = (file: string): string => `${file} of /sys/class/net/<nic>/statistics`;

/** Where each counter of a tap or vif comes from, for the device page. */
export const guestNicOrigins = withEach(hostFiles, origin);

/** Where each counter of a macvtap comes from, for the device page. */
export const macvtapOrigins = withEach(ownFiles, origin);

/** Bytes of the longest name of an interface: IFNAMSIZ of Linux without the closing zero. */
const nameLimit = 15;

/**
The counters of an interface in the guest's direction. Undefined: this host has no interface of this name.
@param end whose end of the link it is: a tap or vif is the host's, a macvtap the guest's.
*/
export const readGuestNic = (
	root: string,
	name: string,
	end: 'host' | 'guest' = 'host',
): NicCounters | undefined => {
	if (
		Buffer.byteLength(name) > nameLimit ||
		name === '' ||
		name === '.' ||
		name === '..' ||
		name.includes('/') ||
		name.includes('\0')
	) {
		return undefined;
	}

	const folder = rooted(root, `/sys/class/net/${name}/statistics`);
	const files = end === 'host' ? hostFiles : ownFiles;
	const counters: Partial<Record<keyof NicCounters, number>> = {};
	for (const counter of Object.keys(files) as (keyof NicCounters)[]) {
		const text = readText(`${folder}/${files[counter]}`)?.trim() ?? '';
		const value = /^\d+$/.test(text) ? knownNumber(Number(text)) : undefined;
		if (value !== undefined) {
			counters[counter] = value;
		}
	}

	return Object.keys(counters).length === 0 ? undefined : counters;
};
