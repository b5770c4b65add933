import {expect, test} from 'vitest';
import {createStatusTimes} from '../../../../drivers/parallels/mapping/status-times.ts';

test('a status counts from when it was first seen, and a machine that was gone begins anew', () => {
	const timesOf = createStatusTimes();
	const machine = (status: string) => ({uuid: 'a', status});
	expect(timesOf([machine('running')], 5).get('a')).toBe(5);
	expect(timesOf([machine('running')], 9).get('a')).toBe(5);
	expect(timesOf([machine('stopping')], 12).get('a')).toBe(12);
	expect(timesOf([], 13).size).toBe(0);
	expect(timesOf([machine('stopping')], 14).get('a')).toBe(14);
});
