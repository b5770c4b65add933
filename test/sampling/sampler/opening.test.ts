import {describe, expect, test} from 'vitest';
import {deferred} from '../../../source/async/wait.ts';
import type {DriverOptions} from '../../../source/driver/driver.ts';
import {DriverError} from '../../../source/driver/driver-error.ts';
import {openAttended} from '../../../source/sampling/open-attended.ts';
import type {Sampler} from '../../../source/sampling/sampler.ts';
import {eventually} from '../../helpers/eventually.ts';
import {createFakeClock} from '../../helpers/fake-clock.ts';
import {one, reading, start} from '../../helpers/sampler-world.ts';

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
	const doors = new Map<string, ReturnType<typeof deferred<void>>>();
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
						const door = deferred<void>();
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
		const opening = openAttended(sampler, signals, clock, (line) => story.push(line));
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
		const opening = openAttended(sampler, signals, clock, () => {});
		await clock.settle();
		raise(name);
		expect(await opening).toBe(code);
		answer('a');
		await clock.settle();
		expect([story, count(), sampler.usage.get()]).toEqual([['a 1 asks'], 0, undefined]);
	});

	test('waits no longer than a second for connections that cannot be closed', async () => {
		const {promise: never} = deferred<void>();
		const clock = createFakeClock();
		const {signals, raise} = fakeSignals();
		const opening = openAttended({open: () => never, close: () => never}, signals, clock, () => {});
		raise('SIGTERM');
		await clock.settle();
		expect(clock.sleeping()).toEqual([1]);
		await clock.advance(1);
		expect(await opening).toBe(143);
	});

	test('announces an address without its query', async () => {
		const lines: string[] = [];
		const sampler: Pick<Sampler, 'open' | 'close'> = {
			open: async (announce) => announce('qemu+ssh://kvm1/system?command=ssh&keyfile=key'),
			close: async () => {},
		};
		await openAttended(sampler, fakeSignals().signals, createFakeClock(), (line) => lines.push(line));
		expect(lines).toEqual(['Connecting to qemu+ssh://kvm1/system…']);
	});

	test('does nothing where no reading is asked for', async () => {
		const {clock, sampler} = start(one(reading('quiet')));
		const lines: string[] = [];
		const code = await openAttended(sampler, fakeSignals().signals, clock, (line) => lines.push(line));
		expect(code).toBeUndefined();
		expect(lines).toEqual([]);
	});
});
