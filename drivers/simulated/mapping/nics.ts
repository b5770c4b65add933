import type {Nic} from '../../../source/model/sample.ts';
import type {NicPlan} from '../host-plan.ts';
import {accumulated} from '../wave.ts';

/** A NIC `seconds` after its domain was started. */
export const simulatedNic = (plan: NicPlan, seconds: number, phase: number): Nic => {
	const {name, mac, reason, packetsPerError = Number.POSITIVE_INFINITY} = plan;
	if (reason !== undefined) {
		return {name, mac, reason};
	}

	const receivePackets = Math.floor(accumulated(plan.receives, seconds, phase + 2));
	const transmitPackets = Math.floor(accumulated(plan.transmits, seconds, phase + 3));
	return {
		name,
		mac,
		receiveBytes: receivePackets * plan.receiveBytes,
		transmitBytes: transmitPackets * plan.transmitBytes,
		receivePackets,
		transmitPackets,
		receiveErrors: Math.floor(receivePackets / packetsPerError),
		transmitErrors: 0,
		receiveDrops: Math.floor((3 * receivePackets) / packetsPerError),
		transmitDrops: Math.floor(transmitPackets / packetsPerError),
	};
};
