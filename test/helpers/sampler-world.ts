import type {DriverOptions} from '../../source/driver/driver.ts';
import {DriverError} from '../../source/driver/driver-error.ts';
import type {Domain} from '../../source/model/sample.ts';
import {createSampler, type Sampler, type SamplerSettings} from '../../source/sampling/sampler.ts';
import type {Endpoint} from '../../source/sampling/supervisor.ts';
import type {Usage} from '../../source/usage/usage.ts';
import {createFakeClock, type FakeClock} from './fake-clock.ts';
import {createFakeDriver, fakeAddress, type Script} from './fake-driver.ts';
import {aDomain, aSample} from './sample-builder.ts';

export const gone = () => new DriverError('The socket is gone.', 'Start the guest.');

export type World = {
	readonly clock: FakeClock;
	readonly sampler: Sampler;
	/** Seconds since the start at which refreshes were published. */
	readonly times: readonly number[];
	readonly last: () => Usage;
};

export const start = (
	targets: (clock: FakeClock) => readonly Endpoint[],
	settings: Partial<SamplerSettings> = {},
	options: Partial<DriverOptions> = {},
): World => {
	const clock = createFakeClock();
	const begin = clock.monotonic();
	const sampler = createSampler(
		targets(clock),
		{
			root: '/',
			clock,
			spawn: () => {
				throw new Error('Nothing is started here.');
			},
			readOnly: false,
			...options,
		},
		{delay: 2, firstDelay: 2, frozen: false, sectors: 'physical', ...settings},
	);
	const times: number[] = [];
	sampler.usage.subscribe(() => times.push(clock.monotonic() - begin));
	return {
		clock,
		sampler,
		times,
		last() {
			const usage = sampler.usage.get();
			if (!usage) {
				throw new Error('Nothing was published.');
			}

			return usage;
		},
	};
};

/** A driver of one domain that is read again at every call. */
export const reading =
	(name = 'one', script: Partial<Script> = {}, domain: Partial<Domain> = {}) =>
	(clock: FakeClock): Endpoint => ({
		driver: createFakeDriver({
			sample: () =>
				aSample([aDomain(name, {at: clock.monotonic(), cpuSeconds: clock.monotonic(), ...domain})], {
					host: {at: clock.monotonic()},
				}),
			...script,
		}),
		address: fakeAddress(name),
	});

export const one =
	(...makers: ((clock: FakeClock) => Endpoint)[]) =>
	(clock: FakeClock): readonly Endpoint[] =>
		makers.map((make) => make(clock));

export const names = ({domains}: Usage): readonly string[] => domains.map(({domain}) => domain.name);
