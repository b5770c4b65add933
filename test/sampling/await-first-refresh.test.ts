import {expect, test} from 'vitest';
import type {Reading} from '../../source/driver/reading.ts';
import {firstReading} from '../../source/sampling/await-first-refresh.ts';
import {createFakeClock} from '../helpers/fake-clock.ts';
import {createFakeSampler} from '../helpers/fake-sampler.ts';
import {aDomain, aReading, aSample, usageAfter} from '../helpers/sample-builder.ts';

const failed = (uri: string): Reading => ({
	...aReading(undefined, {uri, problems: [{kind: 'connect', message: `No ${uri}.`, advice: 'Start it.'}]}),
	status: {state: 'lost', message: `No ${uri}.`},
});
const well = aReading(aSample([aDomain('web')]), {uri: 'xl:'});

const outcome = async (...readings: readonly Reading[]): Promise<unknown> => {
	const sampler = createFakeSampler();
	const first = firstReading(sampler, createFakeClock()).then(
		() => 'ready',
		(error: unknown) => error,
	);
	sampler.publish(usageAfter([readings]));
	return first;
};

test('the screen is not taken where every connection failed', async () => {
	await expect(outcome(failed('qmp:///a'), failed('qmp:///b'))).resolves.toMatchObject({
		name: 'DriverError',
		message: 'No qmp:///a. No qmp:///b.',
		advice: 'Start it.',
	});
});

test('which of several connections failed is said where the driver does not', async () => {
	const bare = (host: string): Reading => ({
		...failed(`qemu+ssh://root@${host}/system`),
		problems: [{kind: 'connect', message: 'Permission denied.', advice: 'Start an agent.'}],
	});
	await expect(outcome(bare('kvm1.example'), bare('kvm2.example'))).resolves.toMatchObject({
		message: 'kvm1: Permission denied. kvm2: Permission denied.',
	});
});

test('the screen comes where one of several works, and shows the other', async () => {
	await expect(outcome(failed('qmp:///a'), well)).resolves.toBe('ready');
});

test('the screen comes without numbers where they take long', async () => {
	const clock = createFakeClock();
	const first = firstReading(createFakeSampler(), clock);
	await clock.advance(0.3);
	expect(clock.sleeping()).toHaveLength(1);
	await clock.advance(0.1);
	await expect(first).resolves.toBeUndefined();
});
