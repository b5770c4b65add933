import {knownNumber} from '../../source/known-number.ts';
import type {NicCounters} from '../../source/sample.ts';
import {readText} from './read-file.ts';
import {rooted} from './rooted.ts';

/** The guest's counter, and the host's file of it: what the host's end received is what the guest transmitted. */
const files: Readonly<Record<keyof NicCounters, string>> = {
	receiveBytes: 'tx_bytes',
	transmitBytes: 'rx_bytes',
	receivePackets: 'tx_packets',
	transmitPackets: 'rx_packets',
	receiveErrors: 'tx_errors',
	transmitErrors: 'rx_errors',
	receiveDrops: 'tx_dropped',
	transmitDrops: 'rx_dropped',
};

/** Where each counter comes from, for the device page. */
export const guestNicOrigins: Readonly<Record<keyof NicCounters, string>> = Object.fromEntries(
	Object.entries(files).map(([counter, file]) => [counter, `${file} of /sys/class/net/<nic>/statistics`]),
) as Record<keyof NicCounters, string>;

/** Bytes of the longest name of an interface: IFNAMSIZ of Linux without its end. */
const nameLimit = 15;

/** The counters of a tap or vif in the guest's direction. Absent: no such interface here. */
export const readGuestNic = (root: string, name: string): NicCounters | undefined => {
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
