import {describe, expect, test} from 'vitest';
import {DriverError} from '../../../source/driver/driver-error.ts';
import type {Domain} from '../../../source/model/sample.ts';
import type {DomainUsage} from '../../../source/usage/domain-usage.ts';
import {aDomain, aSample} from '../../helpers/sample-builder.ts';
import {gone, one, reading, start, type World} from '../../helpers/sampler-world.ts';

describe('setting a balloon period', () => {
	const set: unknown[] = [];
	const settable = (changes: Partial<Domain> = {}) =>
		reading(
			'web',
			{
				setBalloonPeriod: async (domain, seconds) => {
					set.push([domain, seconds]);
					return seconds;
				},
			},
			changes,
		);

	const shown = async ({clock, sampler, last}: World): Promise<DomainUsage> => {
		void sampler.run();
		await clock.settle();
		const [usage] = last().domains;
		if (!usage) {
			throw new Error('There is one domain.');
		}

		return usage;
	};

	const refusal = async (world: World, usage?: DomainUsage): Promise<string> => {
		const asked = usage ?? (await shown(world));
		const error = await world.sampler.setBalloonPeriod(asked, 5).catch((error: unknown) => error);
		await world.sampler.close();
		expect(error).toBeInstanceOf(DriverError);
		return (error as DriverError).message;
	};

	test('reaches the domain in its incarnation, on its own connection', async () => {
		const world = start(one(reading('other'), settable()));
		const usage = (await shown(world)) && world.last().domains.find(({domain}) => domain.name === 'web');
		expect(usage && (await world.sampler.setBalloonPeriod(usage, 5))).toBe(5);
		expect(set).toEqual([[{key: 'web', name: 'web', incarnation: 'first'}, 5]]);
		await world.sampler.close();
	});

	test('is refused when read-only', async () => {
		expect(await refusal(start(one(settable()), {}, {readOnly: true}))).toBe(
			'Nothing may be changed under --read-only.',
		);
	});

	test('is refused where the domain says so, or the hypervisor cannot', async () => {
		expect(await refusal(start(one(settable({memory: {periodRefusal: 'no balloon device'}}))))).toBe(
			'The period of web cannot be set: no balloon device.',
		);
		expect(await refusal(start(one(reading('web'))))).toBe(
			'The period of web cannot be set: not on this hypervisor.',
		);
	});

	test('is refused where the connection is lost, or no longer there', async () => {
		const lost = start((clock) => [
			reading('web', {
				setBalloonPeriod: async () => 5,
				sample(call) {
					if (call === 2) {
						throw gone();
					}

					return aSample([aDomain('web', {at: clock.monotonic()})]);
				},
			})(clock),
		]);
		const usage = await shown(lost);
		await lost.clock.advance(2);
		expect(await refusal(lost, usage)).toBe('The period of web cannot be set: the connection is lost.');

		const moved = start(one(settable()));
		const before = await shown(moved);
		await moved.sampler.retarget([reading('new')(moved.clock)]);
		expect(await refusal(moved, before)).toContain('the connection is lost');
	});

	test('is refused in the hypervisor’s own words', async () => {
		const world = start(one(reading('web', {setBalloonPeriod: () => Promise.reject(gone())})));
		expect(await refusal(world)).toBe('The socket is gone.');
	});
});
