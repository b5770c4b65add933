import {counterEntries} from '../model/counters.ts';
import {rate} from '../model/rate.ts';
import type {Nic, NicCounters} from '../model/sample.ts';
import {sumKnown} from '../model/sum-known.ts';

/** Usage of a NIC between two samples; "receive" is what the guest received. */
export type NicUsage = {
	readonly nic: Nic;
	readonly receiveBytesPerSecond: number | undefined;
	readonly transmitBytesPerSecond: number | undefined;
	readonly receivePacketsPerSecond: number | undefined;
	readonly transmitPacketsPerSecond: number | undefined;
	/** Errors and drops in both directions, per second: the sum of the known counters. */
	readonly faultsPerSecond: number | undefined;
};

const faults = counterEntries('nic').flatMap(([name, {isFault}]) => (isFault ? [name] : []));

/** @param seconds between the two readings. Undefined: no rates. */
export const nicUsage = (before: Nic | undefined, nic: Nic, seconds: number | undefined): NicUsage => {
	const perSecond = (counter: keyof NicCounters): number | undefined =>
		rate(before?.[counter], nic[counter], seconds, nic.counterBits);
	return {
		nic,
		receiveBytesPerSecond: perSecond('receiveBytes'),
		transmitBytesPerSecond: perSecond('transmitBytes'),
		receivePacketsPerSecond: perSecond('receivePackets'),
		transmitPacketsPerSecond: perSecond('transmitPackets'),
		faultsPerSecond: sumKnown(faults, perSecond),
	};
};
