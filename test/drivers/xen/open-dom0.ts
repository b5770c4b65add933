import {expect} from 'vitest';
import type {Connection, SampleRequest} from '../../../source/driver/driver.ts';
import type {Domain, Sample} from '../../../source/model/sample.ts';
import type {ShiftedClock} from '../../helpers/shifted-clock.ts';
import {type CapturedDom0, createCapturedDom0} from './captured-dom0.ts';

const request: SampleRequest = {delay: 2};

/** A connection to a captured dom0; closed when the test ends. */
export type OpenDom0 = {
	readonly dom0: CapturedDom0;
	readonly connection: Connection;
	/** One sample, without vCPUs and at a delay of 2 s unless said. */
	readonly read: (changes?: Partial<SampleRequest>, signal?: AbortSignal) => Promise<Sample>;
};

/**
@param prepare before it is connected to.
@param clock undefined: a clock that stands still while this process is held up.
*/
export const openDom0 = async (
	prepare: (dom0: CapturedDom0) => void | Promise<void> = () => {},
	clock?: ShiftedClock,
): Promise<OpenDom0> => {
	const dom0 = await createCapturedDom0(clock);
	await prepare(dom0);
	const connection = await dom0.connect();
	return {
		dom0,
		connection,
		read: (changes, signal = new AbortController().signal) =>
			connection.sample({...request, ...changes}, signal),
	};
};

/** The domain of this domid; fails where there is none. */
export const domainOf = ({domains}: Sample, id: number): Domain => {
	const domain = domains.find((one) => one.id === id);
	expect(domain, `domain ${id}`).toBeDefined();
	return domain as Domain;
};

/** Lets what was said, or refused, be heard by whoever does not wait for it. */
export const heard = async (): Promise<void> => {
	for (let turn = 0; turn < 20; turn += 1) {
		await new Promise((resolve) => setImmediate(resolve));
	}
};
