import {describe, expect, test} from 'vitest';
import {eventState} from '../../../../drivers/libvirt/mapping/event-state.ts';
import {reportedState} from '../../../../drivers/libvirt/mapping/reported-state.ts';

/** virDomainState, and how many reasons its own enumeration has (libvirt-domain.h, 11.0). */
const enumerations: Readonly<Record<number, number>> = {1: 12, 2: 1, 3: 15, 4: 2, 5: 9, 6: 2, 7: 1};

/** States and reasons that are errors. */
const errors = ['1 11', '3 5', '3 6', '3 10', '3 13', '3 14', '5 3', '5 6', '6 0', '6 1'];

describe('why a domain is in its state', () => {
	test('is told of every paused one, and of every one that is off', () => {
		for (const [state, count] of Object.entries(enumerations)) {
			for (let reason = 0; reason < count; reason += 1) {
				const {stateReason, stateWord = '', stateFault} = reportedState(Number(state), reason);
				const isReported = reason > 0 && ['3', '5'].includes(state);
				expect([state, reason, isReported && stateReason === undefined]).toEqual([state, reason, false]);
				expect(stateWord.length).toBeLessThanOrEqual(8);
				const isError = errors.includes(`${state} ${reason}`);
				expect([state, reason, stateFault !== undefined]).toEqual([state, reason, isError]);
			}
		}
	});

	test('of a reason or a state that is not known nothing is said', () => {
		expect(reportedState(3, 99)).toEqual({state: 'paused'});
		expect(reportedState(3, undefined)).toEqual({state: 'paused'});
		expect(reportedState(99, 1)).toEqual({state: 'unknown'});
		expect(reportedState(undefined, undefined)).toEqual({state: 'unknown'});
	});
});

test.each([
	['suspended', 2, 'I/O error'],
	['suspended', 0, 'paused by user'],
	['suspended', 99, undefined],
	['stopped', 2, 'it crashed'],
	['stopped', 5, 'it could not be started'],
	['crashed', 0, 'the guest panicked'],
	['resumed', 0, undefined],
] as const)('an event tells it too: %s, %s', (change, detail, stateReason) => {
	const changed = eventState({change, detail});
	expect(reportedState(changed?.state, changed?.reason).stateReason).toBe(stateReason);
});
