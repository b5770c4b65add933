import {expect, test} from 'vitest';
import {createOwnerLimits} from '../../../drivers/qmp/owner-limits.ts';
import {deferred} from '../../../source/async/wait.ts';

test('nine hundred of one owner who never end take no room of another’s', async () => {
	const limitOf = createOwnerLimits(() => 32);
	const {promise: over, resolve: end} = deferred<void>();
	let taken = 0;
	for (let peer = 0; peer < 900; peer += 1) {
		void limitOf(65_534)(() => {
			taken += 1;
			return new Promise(() => {});
		});
	}

	const others = [limitOf(0)(() => over), limitOf(undefined)(() => over)];
	expect(taken).toBe(32);
	expect([0, undefined, 65_534].map((owner) => limitOf(owner).running())).toEqual([1, 1, 32]);
	end();
	await Promise.all(others);
	expect([0, undefined, 65_534].map((owner) => limitOf(owner).running())).toEqual([0, 0, 32]);
});

test('of owners who come and go those are forgotten who have nothing under way', async () => {
	const made: (number | undefined)[] = [];
	const limitOf = createOwnerLimits((owner) => {
		made.push(owner);
		return 1;
	});
	const {promise: over, resolve: end} = deferred<void>();
	const work = limitOf(1)(() => over);
	for (let owner = 2; owner < 10_000; owner += 1) {
		limitOf(owner);
	}

	made.length = 0;
	limitOf(1);
	expect(made).toEqual([]);
	limitOf(2);
	expect(made).toEqual([2]);
	end();
	await work;
});
