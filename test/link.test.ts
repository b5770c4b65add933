import {describe, expect, test} from 'vitest';
import type {ConnectionStatus, SampleRequest} from '../source/driver.ts';
import {DriverError} from '../source/driver-error.ts';
import {createLink, type Link} from '../source/link.ts';
import type {Sample} from '../source/sample.ts';
import type {Reading} from '../source/usage.ts';
import {createFakeClock, type FakeClock} from './helpers/fake-clock.ts';
import {createFakeDriver, type FakeDriver, fakeAddress, never, type Script} from './helpers/fake-driver.ts';
import {aDomain, aSample} from './helpers/sample-builder.ts';

const request: SampleRequest = {vcpus: false, delay: 2};
const gone = () => new DriverError('The socket is gone.', 'Start the guest.');

type World = {
	readonly clock: FakeClock;
	readonly driver: FakeDriver;
	readonly link: Link;
	readonly statuses: readonly ConnectionStatus[];
	/** One reading that is given up after a second and a half. */
	readonly read: () => Promise<Reading>;
};

const world = (script: Script): World => {
	const clock = createFakeClock();
	const driver = createFakeDriver(script);
	const statuses: ConnectionStatus[] = [];
	const options = {
		root: '/',
		clock,
		spawn: () => {
			throw new Error('Nothing is started here.');
		},
		readOnly: false,
	};
	const link = createLink({driver, address: fakeAddress()}, options, (status) => statuses.push(status));
	return {
		clock,
		driver,
		link,
		statuses,
		async read() {
			const deadline = new AbortController();
			const reading = link.read(request, deadline.signal);
			let over = false;
			void reading.then(() => {
				over = true;
			});
			await clock.settle();
			if (!over) {
				await clock.advance(1.5);
				deadline.abort();
				await clock.advance(0.2);
			}

			return reading;
		},
	};
};

const ok = (call: number): Sample => aSample([aDomain('web', {at: 1000 + call})]);

const kinds = ({problems}: Reading): readonly string[] => problems.map(({kind}) => kind);

describe('a link', () => {
	test('connects at the first reading, once, and reads', async () => {
		const {link, driver, read, statuses} = world({sample: ok});
		expect(link.connection()).toBeUndefined();
		expect(await read()).toEqual({
			uri: 'fake:///one',
			driver: 'fake',
			status: {state: 'reading', message: 'Reading fake:///one.'},
			sample: ok(1),
			problems: [],
			simulated: false,
		});
		expect((await read()).sample).toEqual(ok(2));
		expect([driver.attempts.length, driver.open(), statuses.length]).toEqual([1, 1, 1]);
	});

	test('hands the request and the signal to the driver', async () => {
		const seen: unknown[] = [];
		const {link} = world({
			sample(call, asked, signal) {
				seen.push(asked, signal);
				return ok(call);
			},
		});
		const {signal} = new AbortController();
		await link.read({vcpus: true, delay: 7}, signal);
		expect(seen).toEqual([{vcpus: true, delay: 7}, signal]);
	});

	test('tells what the driver is doing', async () => {
		const {read, statuses} = world({
			connect: (_attempt, {onStatus}) => onStatus({state: 'connecting', message: 'Knocking.'}),
			sample: ok,
		});
		await read();
		expect(statuses.map(({message}) => message)).toEqual(['Knocking.', 'Reading fake:///one.']);
	});

	test('reports a defect of a driver as one, in a sentence', async () => {
		const {read} = world({
			sample() {
				throw new TypeError('x is undefined');
			},
		});
		expect((await read()).problems).toEqual([
			{
				kind: 'lost',
				message: 'Reading fake:///one failed: x is undefined.',
				advice: 'This is a defect of domtop: please report it.',
			},
		]);
	});
});

describe('a connection that fails', () => {
	test('is tried again after 1, 2, 4 … 30 seconds, and then as often', async () => {
		const {clock, driver, read, link} = world({
			connect() {
				throw gone();
			},
			sample: ok,
		});
		const reading = await read();
		expect(reading.problems).toEqual([
			{kind: 'connect', message: 'The socket is gone.', advice: 'Start the guest.'},
		]);
		expect([reading.sample, reading.status.state]).toEqual([undefined, 'lost']);
		for (let tick = 0; tick < 1300; tick++) {
			await clock.advance(0.1);
			await read();
		}

		const pauses = driver.attempts.slice(1).map((at, index) => at - (driver.attempts[index] ?? 0));
		expect(pauses.map(Math.round)).toEqual([1, 2, 4, 8, 16, 30, 30, 30]);
		expect(kinds(await read())).toEqual(['connect']);
		await link.close();
	});

	test('comes back, and its next failure begins with a short pause', async () => {
		const {clock, driver, read} = world({
			connect(attempt) {
				if (attempt <= 3) {
					throw gone();
				}
			},
			sample(call) {
				if (call === 2) {
					throw gone();
				}

				return ok(call);
			},
		});
		await read();
		await clock.advance(1);
		await read();
		await clock.advance(2);
		await read();
		await clock.advance(4);
		const back = await read();
		expect([kinds(back), back.status.state]).toEqual([[], 'reading']);
		expect(kinds(await read())).toEqual(['lost']);
		await clock.advance(1);
		expect(kinds(await read())).toEqual([]);
		expect(driver.attempts.length).toBe(5);
	});

	test('whose first samples fail keeps the longer pauses', async () => {
		const {clock, driver, read} = world({
			sample() {
				throw gone();
			},
		});
		await read();
		await clock.advance(1);
		await read();
		await clock.advance(1);
		await read();
		expect(driver.attempts.length).toBe(2);
		await clock.advance(1);
		await read();
		expect(driver.attempts.length).toBe(3);
		expect(driver.open()).toBe(0);
	});

	test('is not reported any more once it connects, even where no sample came yet', async () => {
		const {clock, read} = world({
			connect(attempt) {
				if (attempt === 1) {
					throw gone();
				}
			},
			sample: () => never(),
		});
		expect(kinds(await read())).toEqual(['connect']);
		await clock.advance(1);
		expect(kinds(await read())).toEqual(['late']);
	});
});

describe('a sample that rejects', () => {
	test('is a lost connection: it is closed, and its rows stay', async () => {
		const {driver, read, statuses} = world({
			sample(call) {
				if (call === 2) {
					throw gone();
				}

				return ok(call);
			},
		});
		await read();
		const lost = await read();
		expect(lost.sample).toEqual(ok(1));
		expect(lost.problems).toEqual([
			{kind: 'lost', message: 'The socket is gone.', advice: 'Start the guest.'},
		]);
		expect(statuses.at(-1)).toEqual({state: 'lost', message: 'The socket is gone.'});
		expect(driver.open()).toBe(0);
	});

	test('even where closing fails too', async () => {
		const {clock, read, link} = world({
			sample() {
				throw gone();
			},
			close: () => Promise.reject(new Error('Already closed.')),
		});
		expect(kinds(await read())).toEqual(['lost']);
		await clock.settle();
		await link.close();
	});
});

describe('a driver that does not keep its word', () => {
	test('and ignores the signal is left outstanding: the last reading stays, and it is told', async () => {
		const {driver, read} = world({sample: (call) => (call === 1 ? ok(1) : never())});
		await read();
		const late = await read();
		expect([late.sample, late.status.state]).toEqual([ok(1), 'reading']);
		expect(late.problems).toEqual([
			{
				kind: 'late',
				message: 'fake:///one has not answered for 2 s.',
				advice: 'The numbers shown are its last; it is asked again as soon as it answers.',
			},
		]);
		const later = await read();
		expect(kinds(later)).toEqual(['late']);
		expect(later.problems[0]?.message).toBe('fake:///one has not answered for 3 s.');
		expect(driver.samples()).toBe(2);
	});

	test('is given a grace after the signal, and then no more', async () => {
		const {clock, link} = world({sample: () => never()});
		const deadline = new AbortController();
		let over = false;
		void link.read(request, deadline.signal).then(() => {
			over = true;
		});
		await clock.advance(60);
		expect(over).toBe(false);
		deadline.abort();
		await clock.advance(0.09);
		expect(over).toBe(false);
		await clock.advance(0.02);
		expect(over).toBe(true);
		expect(clock.sleeping()).toEqual([]);
	});

	test('and answers late has its answer shown at the next reading, and is asked again', async () => {
		const slow = Promise.withResolvers<Sample>();
		const {clock, read} = world({
			sample: (call) => (call === 1 ? slow.promise : call === 2 ? ok(2) : never()),
		});
		expect(kinds(await read())).toEqual(['late']);
		slow.resolve(ok(1));
		await clock.settle();
		const next = await read();
		expect([next.sample, kinds(next)]).toEqual([ok(2), []]);
		const last = await read();
		expect([last.sample, kinds(last)]).toEqual([ok(2), ['late']]);
	});

	test('and never connects is told, and asked once', async () => {
		const {driver, read, link, clock} = world({connect: () => never(), sample: ok});
		expect(kinds(await read())).toEqual(['late']);
		expect(kinds(await read())).toEqual(['late']);
		expect(driver.attempts.length).toBe(1);
		await link.close();
		expect(clock.sleeping()).toEqual([]);
	});
});

describe('closing', () => {
	test('closes the connection, twice is once', async () => {
		const {driver, read, link} = world({sample: ok});
		await read();
		await link.close();
		await link.close();
		expect([driver.open(), link.connection()]).toEqual([0, undefined]);
	});

	test('a connection that opens after it is closed at once, and never read', async () => {
		const door = Promise.withResolvers<void>();
		const {clock, driver, link} = world({connect: () => door.promise, sample: ok});
		const reading = link.read(request, new AbortController().signal);
		await clock.settle();
		await link.close();
		door.resolve();
		await reading;
		expect([driver.open(), driver.samples(), link.connection()]).toEqual([0, 0, undefined]);
	});

	test('is no loss: a sample that fails by it is no problem', async () => {
		const wire = Promise.withResolvers<Sample>();
		const {clock, link, statuses} = world({sample: () => wire.promise, close: () => wire.reject(gone())});
		const reading = link.read(request, new AbortController().signal);
		await clock.settle();
		await link.close();
		expect(kinds(await reading)).toEqual([]);
		expect(statuses.map(({state}) => state)).toEqual(['reading']);
	});

	test('never rejects, and nothing is tried or told after it', async () => {
		const {clock, driver, read, link, statuses} = world({
			sample: ok,
			close: () => Promise.reject(new Error('Already closed.')),
		});
		await read();
		await link.close();
		const told = statuses.length;
		await clock.advance(60);
		await read();
		expect([driver.attempts.length, statuses.length]).toEqual([1, told]);
	});
});
