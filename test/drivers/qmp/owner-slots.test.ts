import {expect, test} from 'vitest';
import {createOwnerSlots} from '../../../drivers/qmp/owner-slots.ts';

test('nine hundred of one owner who never give back take no slot of another’s', async () => {
	const slots = createOwnerSlots(() => 32);
	let taken = 0;
	for (let peer = 0; peer < 900; peer += 1) {
		void slots(65_534)
			.acquire()
			.then(() => {
				taken += 1;
			});
	}

	const release = await slots(0).acquire();
	const other = await slots(undefined).acquire();
	expect(taken).toBe(32);
	expect([slots(0).isFree(), slots(65_534).isFree()]).toEqual([false, false]);
	release();
	other();
	expect([slots(0).isFree(), slots(undefined).isFree()]).toEqual([true, true]);
});

test('of owners who come and go those are forgotten who have nothing under way', async () => {
	const made: (number | undefined)[] = [];
	const slots = createOwnerSlots((owner) => {
		made.push(owner);
		return 1;
	});
	const release = await slots(1).acquire();
	for (let owner = 2; owner < 10_000; owner += 1) {
		slots(owner);
	}

	made.length = 0;
	slots(1);
	expect(made).toEqual([]);
	slots(2);
	expect(made).toEqual([2]);
	release();
});
