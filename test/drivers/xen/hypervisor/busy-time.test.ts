import {expect, test} from 'vitest';
import {createBusyTime} from '../../../../drivers/xen/hypervisor/busy-time.ts';

const nanoseconds = (...seconds: readonly number[]): readonly number[] => seconds.map((one) => one * 1e9);

test('what was not idle was busy', () => {
	const busy = createBusyTime();
	const first = busy.add(nanoseconds(100, 200), 1000);
	expect(busy.add(nanoseconds(101.5, 201), 1002) - first).toBeCloseTo(1.5);
	expect(busy.add(nanoseconds(101.5, 201), 1004) - first).toBeCloseTo(5.5);
});

test('an idle host read a moment early is busy for no time; it does not fall', () => {
	const busy = createBusyTime();
	const first = busy.add(nanoseconds(100), 1000);
	expect(busy.add(nanoseconds(102.01), 1002)).toBe(first);
	expect(busy.add(nanoseconds(103), 1004)).toBeGreaterThan(first);
});

test('a processor that is switched off or on is no leap', () => {
	const busy = createBusyTime();
	const first = busy.add(nanoseconds(100, 500), 1000);
	expect(busy.add(nanoseconds(101, 0), 1002) - first).toBeCloseTo(1);
	expect(busy.add(nanoseconds(102, 500), 1004) - first).toBeCloseTo(2);
	expect(busy.add(nanoseconds(103, 501), 1006) - first).toBeCloseTo(4);
	expect(busy.add(nanoseconds(104), 1008) - first).toBeCloseTo(5);
});

test('the same moment again is no time', () => {
	const busy = createBusyTime();
	const first = busy.add(nanoseconds(100), 1000);
	expect(busy.add(nanoseconds(90), 1000)).toBe(first);
	expect(busy.add(nanoseconds(95), 990)).toBe(first);
});
