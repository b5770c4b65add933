import {counterEntries} from '../model/counters.ts';
import {rate} from '../model/rate.ts';
import type {Nic} from '../model/sample.ts';
import {sumKnown} from '../model/sum-known.ts';

/** Usage of a NIC between two samples; "receive" is what the guest received. A rate is computed when it is asked for. */
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

class RatedNic implements NicUsage {
	readonly nic: Nic;
	/** The rates of bytes are computed at once, as the history asks for them at every refresh. */
	readonly receiveBytesPerSecond: number | undefined;
	readonly transmitBytesPerSecond: number | undefined;
	readonly #past: Nic | undefined;
	readonly #seconds: number | undefined;

	constructor(past: Nic | undefined, nic: Nic, seconds: number | undefined) {
		this.nic = nic;
		this.#past = past;
		this.#seconds = seconds;
		const bits = nic.counterBits;
		this.receiveBytesPerSecond = rate(past?.receiveBytes, nic.receiveBytes, seconds, bits);
		this.transmitBytesPerSecond = rate(past?.transmitBytes, nic.transmitBytes, seconds, bits);
	}

	get receivePacketsPerSecond(): number | undefined {
		const {nic} = this;
		return rate(this.#past?.receivePackets, nic.receivePackets, this.#seconds, nic.counterBits);
	}

	get transmitPacketsPerSecond(): number | undefined {
		const {nic} = this;
		return rate(this.#past?.transmitPackets, nic.transmitPackets, this.#seconds, nic.counterBits);
	}

	get faultsPerSecond(): number | undefined {
		const {nic} = this;
		return sumKnown(faults, (counter) =>
			rate(this.#past?.[counter], nic[counter], this.#seconds, nic.counterBits),
		);
	}
}

/** @param seconds between the two readings. Undefined: no rates. */
export const nicUsage = (before: Nic | undefined, nic: Nic, seconds: number | undefined): NicUsage =>
	new RatedNic(before, nic, seconds);
