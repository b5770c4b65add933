import {describe, expect, test} from 'vitest';
import {createReadStepper, createRefreshStepper, domainsOf, expectTable} from './refresh-stepper.ts';

describe('the deadline', () => {
	const waitOf = (delay: number, took = 0.1): string => {
		const stepper = createReadStepper();
		stepper.refresh();
		stepper.settled(took);
		for (const _ of ['take', 'retry', 'learn']) {
			stepper.done();
		}

		stepper.queried('');
		return stepper.refresh({}, delay);
	};

	test('is a share of the delay, up to 4 s, or three times the typical duration', () => {
		expectTable([
			[waitOf(2), 'start 3: *; await 0.7 s'],
			[waitOf(60), 'start 3: *; await 4 s'],
			[waitOf(2, 0.5), 'start 3: *; await 1.5 s'],
		]);
	});

	test('of the first call grows with the number of domains', () => {
		const stepper = createRefreshStepper();
		stepper.refresh();
		const known = domainsOf(Array.from({length: 100}, (_, index) => `vm${index}`).join(' '));
		expect(stepper.listed({known})).toBe('start 1: *; await 5 s');
	});

	test('doubles while the daemon is late with everything, and no call is added to those that are late', () => {
		const stepper = createReadStepper();
		expectTable([
			[stepper.refresh(), 'start 2: *; await 0.7 s'],
			[stepper.unsettled({now: 100.7}), 'abandon 2; list domains'],
			[stepper.listLate({lateReplies: 1, isListPending: true}), 'probe liveness'],
			[stepper.probed(false), 'list domains'],
			[stepper.listLate({now: 101.3}), 'probe liveness'],
			[stepper.probed(false, {isAborted: true}), 'query'],
			[stepper.queried(''), ''],
		]);
		expect(stepper.state().memory).toMatchObject({deadlineFactor: 4, overdue: new Set([2])});
		stepper.late(2, 3);
		expect(stepper.state().memory).toMatchObject({typicalDuration: 3, overdue: new Set()});
		const later = {now: 104, lateReplies: 0, isListPending: false, isAborted: false};
		expect(stepper.refresh(later)).toBe('start 3: *; await 9 s');
		stepper.settled(0.2);
		stepper.done();
		stepper.done();
		expect(stepper.state().memory).toMatchObject({typicalDuration: 0.2, deadlineFactor: 1});
	});

	test('learns nothing of a late reply that one domain delayed, and of no reply twice', () => {
		const stepper = createReadStepper();
		stepper.refresh();
		stepper.unsettled({now: 100.7});
		stepper.listed({lateReplies: 1});
		expect(stepper.late(2, 30)).toEqual([]);
		expect(stepper.late(2, 40)).toEqual([]);
		expect(stepper.state().memory.typicalDuration).toBe(0.1);
	});
});
