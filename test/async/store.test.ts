import {expect, test} from 'vitest';
import {createStore} from '../../source/async/store.ts';

test('a subscriber hears of each change, until the subscription ends', () => {
	const store = createStore(1);
	const heard: number[] = [];
	const end = store.subscribe(() => heard.push(store.get()));
	store.subscribe(() => heard.push(-store.get()));
	store.set(2);
	end();
	end();
	store.set(3);
	expect(heard).toEqual([2, -2, -3]);
	expect(store.get()).toBe(3);
});

test('a listener may end its own subscription while it is called', () => {
	const store = createStore(1);
	let calls = 0;
	const end = store.subscribe(() => {
		calls++;
		end();
	});
	let others = 0;
	store.subscribe(() => {
		others++;
	});
	store.set(2);
	store.set(3);
	expect([calls, others]).toEqual([1, 2]);
});
