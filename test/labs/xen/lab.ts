import {describe, inject} from 'vitest';
import {connectDom0, type Dom0} from './dom0.ts';
import {type Guest, openGuest} from './guest.ts';
import {alpha, beta} from './guest-config.ts';

/** The Xen machine for one test file, whose tests leave alpha and beta running and idle. */
export type Lab = {
	readonly dom0: Dom0;
	readonly alpha: Guest;
	readonly beta: Guest;
	/** Ends all that was started through the lab. */
	readonly close: () => Promise<void>;
};

/** Tests that need the machine: skipped where it cannot run, for the reason that the setup prints. */
export const describeXen = describe.skipIf(inject('xenSocket') === undefined);

export const openLab = async (): Promise<Lab> => {
	const socket = inject('xenSocket');
	if (socket === undefined) {
		throw new Error('The lab is not set up: its tests belong into describeXen.');
	}

	const dom0 = await connectDom0(socket, AbortSignal.timeout(20_000));
	const [first, second] = await Promise.all([openGuest(dom0, alpha), openGuest(dom0, beta)]);
	return {dom0, alpha: first, beta: second, close: dom0.close};
};
