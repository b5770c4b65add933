import type {Address} from '../../source/driver/address.ts';
import type {Connection, Driver, DriverOptions, SampleRequest} from '../../source/driver/driver.ts';
import type {Sample} from '../../source/model/sample.ts';

/** What the fake does, call by call; the first call is 1. */
export type Script = {
	/** Rejects where that attempt fails. Undefined: it succeeds at once. */
	readonly connect?: (attempt: number, options: DriverOptions) => void | Promise<void>;
	readonly sample: (call: number, request: SampleRequest, signal: AbortSignal) => Sample | Promise<Sample>;
	readonly setBalloonPeriod?: Connection['setBalloonPeriod'];
	readonly release?: Connection['release'];
	readonly close?: () => void | Promise<void>;
	/** Connecting may ask a person. Undefined: never. */
	readonly mayAsk?: true;
};

export type FakeDriver = Driver & {
	/** Monotonic seconds of each attempt to connect. */
	readonly attempts: readonly number[];
	/** Number of open connections. */
	readonly open: () => number;
	readonly samples: () => number;
};

/** A driver that does what its script says, and counts. */
export const createFakeDriver = (
	script: Script,
	{name = 'fake', schemes = ['fake']}: {name?: string; schemes?: readonly string[]} = {},
): FakeDriver => {
	const attempts: number[] = [];
	let open = 0;
	let samples = 0;
	return {
		name,
		schemes,
		attempts,
		open: () => open,
		samples: () => samples,
		detect: async () => [],
		...(script.mayAsk ? {mayAsk: () => true} : {}),
		async connect(_address, options) {
			attempts.push(options.clock.monotonic());
			await script.connect?.(attempts.length, options);
			let closed = false;
			open++;
			return {
				sample: async (request, signal) => script.sample(++samples, request, signal),
				...(script.setBalloonPeriod ? {setBalloonPeriod: script.setBalloonPeriod} : {}),
				...(script.release ? {release: script.release} : {}),
				async close() {
					if (!closed) {
						closed = true;
						open--;
						await script.close?.();
					}
				},
			};
		},
	};
};

export const fakeAddress = (name = 'one', scheme = 'fake'): Address => ({
	uri: `${scheme}:///${name}`,
	scheme,
	path: `/${name}`,
	query: new Map(),
});

/** Never resolves: for a driver that breaks its contract. */
export const never = <Value>(): Promise<Value> => new Promise(() => {});
