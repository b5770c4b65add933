import {mkdirSync} from 'node:fs';
import {expect, test} from 'vitest';
import {createShiftedClock} from '../../helpers/shifted-clock.ts';
import {createSlowClock} from '../../helpers/slow-clock.ts';
import {openDom0} from './open-dom0.ts';

test('Domain-0 alone, while neither hypervisor nor xenstored answered, is not all there is', async () => {
	// Nobody answers here: a fast clock makes no answer late.
	const fast = createShiftedClock(createSlowClock(0.02));
	const {dom0, read} = await openDom0(({hypervisor, store, clock, tree}) => {
		hypervisor.hush();
		store.hush();
		tree.remove('/sys/bus/xen-backend/devices');
		mkdirSync(`${tree.root}/sys/bus/xen-backend/devices`);
		clock.shift(10);
	}, fast);
	const sample = await read({delay: 0.1});
	expect(sample.domains.map(({id}) => id)).toEqual([0]);
	expect(sample.unanswered).toMatch(/did not answer|has not answered/);
	dom0.hypervisor.speak();
});
