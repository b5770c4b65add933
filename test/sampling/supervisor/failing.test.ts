import {describe, expect, test} from 'vitest';
import {DriverError} from '../../../source/driver/driver-error.ts';
import {never} from '../../helpers/fake-driver.ts';
import {gone, kinds, ok, world} from '../../helpers/link-world.ts';

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
		await link.read({delay: 7}, signal);
		expect(seen).toEqual([{delay: 7}, signal]);
	});

	test('tells what the driver is doing', async () => {
		const {read, statuses} = world({
			connect: (_attempt, {onStatus}) => onStatus({state: 'connecting', message: 'Knocking.'}),
			sample: ok,
		});
		await read();
		expect(statuses.map(({message}) => message)).toEqual(['Knocking.', 'Reading fake:///one.']);
	});

	test('tells what it is doing in words that move no cursor', async () => {
		const {read, statuses} = world({
			connect() {
				throw new DriverError('There is no \u001B[2J\u009B.', 'Look.');
			},
			sample: ok,
		});
		expect((await read()).status.message).toBe('There is no \uFFFD[2J\uFFFD.');
		expect(statuses.at(-1)?.message).toBe('There is no \uFFFD[2J\uFFFD.');
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
