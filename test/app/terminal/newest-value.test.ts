import {expect, test} from 'vitest';
import {createNewestValue} from '../../../source/app/terminal/newest-value.ts';
import {createStore} from '../../../source/async/store.ts';
import {createHandClock} from '../../helpers/hand-clock.ts';

const open = () => {
	const clock = createHandClock();
	const source = createStore(0);
	let ready = true;
	const newest = createNewestValue(source, () => ready, clock);
	const seen: number[] = [];
	newest.shown.subscribe(() => seen.push(newest.shown.get()));
	return {
		clock,
		source,
		newest,
		seen,
		setReady: (now: boolean) => {
			ready = now;
		},
	};
};

test('the first value comes at once, the next after a thirtieth of a second, and it is the newest', async () => {
	const {clock, source, seen} = open();
	for (const value of [1, 2, 3]) {
		source.set(value);
	}

	expect(seen).toEqual([1]);
	await clock.advance(1 / 60);
	source.set(4);
	expect(seen).toEqual([1]);
	await clock.advance(1 / 59);
	expect(seen).toEqual([1, 4]);
	await clock.advance(1);
	expect(seen).toEqual([1, 4]);
});

test('none comes until it is ready, then only the newest', async () => {
	const {clock, source, newest, seen, setReady} = open();
	setReady(false);
	for (let value = 1; value <= 100; value++) {
		source.set(value);
		newest.passNow();
		await clock.advance(0.1);
	}

	expect(seen).toEqual([]);
	setReady(true);
	newest.pass();
	newest.pass();
	expect(seen).toEqual([100]);
});

test('one that may not wait comes before its time', () => {
	const {source, newest, seen} = open();
	source.set(1);
	source.set(2);
	newest.passNow();
	newest.passNow();
	expect(seen).toEqual([1, 2]);
});

test('none comes after the end', async () => {
	const {clock, source, newest, seen} = open();
	source.set(1);
	source.set(2);
	newest.close();
	await clock.advance(1);
	source.set(3);
	newest.pass();
	expect(seen).toEqual([1]);
});
