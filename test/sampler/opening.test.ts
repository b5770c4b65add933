import {describe, expect, test} from 'vitest';
import type {DriverOptions} from '../../source/driver.ts';
import {DriverError} from '../../source/driver-error.ts';
import {openAttended} from '../../source/open-attended.ts';
import type {Sampler} from '../../source/sampler.ts';
import {withResolvers} from '../../source/with-resolvers.ts';
import {eventually} from '../helpers/eventually.ts';
import {one, reading, start} from '../helpers/sampler-world.ts';

/** Signals as a process gives them, and how many listen. */
const fakeSignals = () => {
	const listeners = new Map<string, () => void>();
	const signals = {
		on(name: string, listener: () => void) {
			listeners.set(name, listener);
			return signals;
		},
		off(name: string) {
			listeners.delete(name);
			return signals;
		},
	};
	return {
		signals: signals as unknown as Pick<NodeJS.Process, 'on' | 'off'>,
		raise: (name: string) => listeners.get(name)?.(),
		count: () => listeners.size,
	};
};

/** A connection that asks, until it is answered; what happened to all of them, in its order. */
const asking = (story: string[]) => {
	const doors = new Map<string, ReturnType<typeof withResolvers<void>>>();
	return {
		answer: (name: string) => doors.get(name)?.resolve(),
		refuse: (name: string) => doors.get(name)?.reject(new DriverError(`No ${name}.`, 'Try again.')),
		target: (name: string) =>
			reading(
				name,
				{
					mayAsk: true,
					async connect(attempt: number, {attended}: DriverOptions) {
						story.push(`${name} ${attempt}${attended ? ' asks' : ''}`);
						const door = withResolvers<void>();
						doors.set(name, door);
						await door.promise;
					},
				},
				{key: name},
			),
	};
};

describe('opening', () => {
	test('asks one after the other, announces each, and leaves the others for the first refresh', async () => {
		const story: string[] = [];
		const {target, answer, refuse} = asking(story);
		const {clock, sampler, last} = start(one(target('a'), reading('quiet'), target('b'), target('c')));
		const {signals, count} = fakeSignals();
		const opening = openAttended(sampler, signals, (line) => story.push(line));
		await clock.advance(100);
		expect(story).toEqual(['Connecting to fake:///a…', 'a 1 asks']);
		refuse('a');
		await eventually(() => story).toContain('b 1 asks');
		answer('b');
		await eventually(() => story).toContain('c 1 asks');
		answer('c');
		expect(await opening).toBeUndefined();
		expect(story.slice(2)).toEqual([
			'Connecting to fake:///b…',
			'b 1 asks',
			'Connecting to fake:///c…',
			'c 1 asks',
		]);
		expect([count(), sampler.usage.get()]).toEqual([0, undefined]);
		void sampler.run();
		await clock.settle();
		expect(last().domains.map(({domain}) => domain.name)).toEqual(['quiet', 'b', 'c']);
		expect(last().problems.map(({uri, message}) => [uri, message])).toEqual([['fake:///a', 'No a.']]);
		await clock.advance(2);
		expect(story.at(-1)).toBe('a 2');
		await sampler.close();
	});

	test.each([
		['SIGINT', 130],
		['SIGTERM', 143],
		['SIGHUP', 129],
	])('ends at once by %s, with %i, and asks no more', async (name, code) => {
		const story: string[] = [];
		const {target, answer} = asking(story);
		const {clock, sampler} = start(one(target('a'), target('b')));
		const {signals, raise, count} = fakeSignals();
		const opening = openAttended(sampler, signals, () => {});
		await clock.settle();
		raise(name);
		expect(await opening).toBe(code);
		answer('a');
		await clock.settle();
		expect([story, count(), sampler.usage.get()]).toEqual([['a 1 asks'], 0, undefined]);
	});

	test('announces an address without its query', async () => {
		const lines: string[] = [];
		const sampler: Pick<Sampler, 'open' | 'close'> = {
			open: async (announce) => announce('qemu+ssh://kvm1/system?command=ssh&keyfile=key'),
			close: async () => {},
		};
		await openAttended(sampler, fakeSignals().signals, (line) => lines.push(line));
		expect(lines).toEqual(['Connecting to qemu+ssh://kvm1/system…']);
	});

	test('does nothing where nobody asks', async () => {
		const {sampler} = start(one(reading('quiet')));
		const lines: string[] = [];
		expect(await openAttended(sampler, fakeSignals().signals, (line) => lines.push(line))).toBeUndefined();
		expect(lines).toEqual([]);
	});
});
