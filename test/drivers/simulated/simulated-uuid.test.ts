import {expect, test} from 'vitest';
import {simulatedUuid} from '../../../drivers/simulated/simulated-uuid.ts';

test('uuids are shaped like version 4, differ, and stay', () => {
	const uuids = Array.from({length: 20_000}, (_, index) => simulatedUuid(index));
	expect(new Set(uuids).size).toBe(uuids.length);
	for (const uuid of uuids) {
		expect(uuid).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
	}

	expect(simulatedUuid(0)).toBe(uuids[0]);
});
