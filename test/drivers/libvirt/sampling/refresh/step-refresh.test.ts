import {describe, expect, test} from 'vitest';
import {
	createReadStepper,
	createRefreshStepper,
	domainsOf,
	expectTable,
	quietFacts,
	uuids,
} from './refresh-stepper.ts';

describe('a refresh in which nothing hangs', () => {
	test('lists the domains first, then makes one bulk call about all', () => {
		const stepper = createRefreshStepper();
		expectTable([
			[stepper.refresh({known: []}), 'list domains'],
			[stepper.listed({known: domainsOf('a b c')}), 'start 1: *; await 0.7 s'],
			[stepper.settled(0.1), 'take bulk reply'],
			[stepper.done(), 'retry partial'],
			[stepper.done(), 'learn domains'],
			[stepper.done(), 'query'],
			[stepper.queried(''), ''],
		]);
		expect(stepper.state().kind).toBe('idle');
	});

	test('needs no list once a bulk reply told the domains', () => {
		const stepper = createReadStepper();
		expect(stepper.refresh()).toBe('start 2: *; await 0.7 s');
	});

	test('queries domains with a state-only reply singly', () => {
		const stepper = createReadStepper();
		stepper.refresh();
		stepper.settled(0.1);
		stepper.done();
		stepper.done();
		stepper.done();
		expect(stepper.queried('', {stateOnly: 'a b'})).toBe('query a b');
		expect([stepper.queried('a b'), stepper.state().kind]).toEqual(['', 'idle']);
	});
});

describe('a bulk call that hangs', () => {
	test('is abandoned, and the next one finds the domain that delays it', () => {
		const stepper = createReadStepper();
		expectTable([
			[stepper.refresh(), 'start 2: *; await 0.7 s'],
			[stepper.unsettled({now: 100.7}), 'abandon 2; list domains'],
			[stepper.listed({lateReplies: 1}), 'start 3: *; await 0.7 s'],
			[stepper.settled(0.1), 'take bulk reply'],
			[stepper.done({quarantined: uuids('b')}), 'learn domains'],
			[stepper.done(), 'query'],
			[stepper.queried(''), 'recheck, reserve 0'],
		]);
		expectTable([
			[stepper.refresh({now: 102}), 'list domains'],
			[stepper.listed(), 'recheck, reserve 1'],
			[stepper.done(), 'start 4: a c; await 0.7 s'],
		]);
	});

	test('where calls wait is searched for, domain by domain, over as many refreshes as that takes', () => {
		const stepper = createReadStepper();
		expectTable([
			[stepper.refresh({bulkWaits: true}), 'start 2: *; await 0.7 s'],
			[stepper.unsettled({now: 100.7}), 'abandon 2; list domains'],
			[stepper.listed({lateReplies: 1}), 'list domains'],
			[stepper.listed(), 'query a b c'],
			[stepper.queried('a'), 'query'],
			[stepper.queried(''), ''],
			[stepper.refresh({now: 102}), 'query b c'],
			[stepper.queried('b c', {quarantined: uuids('b')}), 'query'],
			[stepper.queried(''), 'recheck, reserve 0'],
			[stepper.refresh({now: 104}), 'list domains'],
			[stepper.listed(), 'recheck, reserve 1'],
			[stepper.done(), 'start 3: a c; await 0.7 s'],
		]);
	});

	test('is searched for where lists hang as well, though the daemon is awake', () => {
		const stepper = createReadStepper();
		stepper.refresh();
		stepper.unsettled({now: 100.7});
		stepper.listLate({lateReplies: 1, isListPending: true});
		expectTable([
			[stepper.probed(true), 'list domains'],
			[stepper.listLate(), 'query a b c'],
		]);
	});

	test('is waited for by the next refresh where this one ends first, and followed by another call', () => {
		const stepper = createReadStepper();
		expectTable([
			[stepper.refresh(), 'start 2: *; await 0.7 s'],
			[stepper.unsettled({now: 100.5, isAborted: true}), 'query'],
			[stepper.queried(''), ''],
			[stepper.refresh({now: 100.6, isAborted: false}), 'await 0.7 s'],
			[stepper.settled(0.65), 'take bulk reply'],
			[stepper.done(), 'retry partial'],
			[stepper.done(), 'learn domains'],
			[stepper.done(), 'start 3: *; await 1.95 s'],
		]);
	});

	test('makes no other where every domain is in quarantine', () => {
		const stepper = createReadStepper();
		stepper.refresh({quarantined: uuids('a b c')});
		stepper.listed();
		expect(stepper.done()).toBe('query');
	});
});

describe('where every slot hangs', () => {
	const another = {};

	test('another connection is asked for, its bulk call begins with a search, and the pending call is abandoned', () => {
		const stepper = createReadStepper();
		stepper.refresh();
		stepper.unsettled({isAborted: true});
		stepper.queried('');
		expectTable([
			[stepper.refresh({isAborted: false, freeSlots: 0}), 'replace connection'],
			[stepper.done({freeSlots: 4, connection: another}), 'abandon 2; list domains'],
			[stepper.listed({lateReplies: 1}), 'query a b c'],
			[stepper.queried('a b c'), ''],
		]);
		// The reply of a call on the old connection tells nothing about how long a reply takes.
		expect(stepper.state().memory).toMatchObject({connection: another, bulk: undefined, overdue: new Set()});
	});

	test('and there is no other connection, nothing is asked', () => {
		const stepper = createReadStepper();
		stepper.refresh({freeSlots: 0, canReplace: false});
		expect([stepper.done(), stepper.state().kind]).toEqual(['', 'idle']);
	});

	test('in the middle of a refresh, refused domains keep their turn', () => {
		const stepper = createReadStepper();
		stepper.refresh();
		stepper.failed();
		stepper.done();
		stepper.done();
		stepper.listed();
		stepper.queried('a b c', {refused: 'b'});
		stepper.queried('', {refused: 'b'});
		expectTable([
			[stepper.refresh(), 'list domains'],
			[stepper.listed({freeSlots: 0}), 'replace connection'],
			[stepper.done(), 'query b'],
			[stepper.queried(''), ''],
		]);
		expect(stepper.state().memory.refused).toEqual(uuids('b'));
	});
});

describe('a domain that libvirt cannot read', () => {
	const createRefusedStepper = () => {
		const stepper = createReadStepper();
		expectTable([
			[stepper.refresh(), 'start 2: *; await 0.7 s'],
			[stepper.failed(), 'take bulk reply'],
			[stepper.done(), 'retry partial'],
			[stepper.done(), 'list domains'],
			[stepper.listed(), 'query a b c'],
			[stepper.queried('a b c', {refused: 'b'}), 'query'],
			[stepper.queried('', {refused: 'b'}), ''],
		]);
		return stepper;
	};

	test('is found by a search, left out of bulk calls, and queried alone', () => {
		const stepper = createRefusedStepper();
		expectTable([
			[stepper.refresh(), 'list domains'],
			[stepper.listed(), 'start 3: a c; await 0.7 s'],
			[stepper.settled(0.1), 'take bulk reply'],
			[stepper.done(), 'retry partial'],
			[stepper.done(), 'query b'],
			[stepper.queried('b', {refused: 'b'}), ''],
		]);
		expect(stepper.state().memory.refused).toEqual(uuids('b'));
	});

	test('is one of all again once it answers', () => {
		const stepper = createRefusedStepper();
		stepper.refresh();
		stepper.listed();
		stepper.settled(0.1);
		stepper.done();
		stepper.done();
		stepper.queried('b');
		expect(stepper.refresh()).toBe('start 4: *; await 0.7 s');
	});
});

test('without a bulk call every domain but those in quarantine is queried singly', () => {
	const stepper = createRefreshStepper();
	expectTable([
		[stepper.refresh(), 'list domains'],
		[stepper.listed(), 'start 1: *; await 0.7 s'],
		[stepper.failed({lacksBulk: true}), 'query'],
		[stepper.queried(''), 'list domains'],
		[stepper.listed(), 'query a b c'],
		[stepper.queried('a b c', {quarantined: uuids('c')}), 'recheck, reserve 0'],
		[stepper.refresh(), 'list domains'],
		[stepper.listed(), 'recheck, reserve 1'],
		[stepper.done(), 'query a b'],
	]);
});

test('an event that the state does not wait for changes nothing', () => {
	const stepper = createReadStepper();
	stepper.refresh();
	const waiting = stepper.state();
	expect([stepper.done(), stepper.listed(), stepper.probed(true), stepper.queried('a')]).toEqual([
		'',
		'',
		'',
		'',
	]);
	expect(stepper.state()).toBe(waiting);
});

test('a refresh that failed does not hold up the next', () => {
	const stepper = createReadStepper();
	stepper.refresh();
	stepper.settled(0.1);
	expect(stepper.refresh(quietFacts)).toBe('start 3: *; await 0.7 s');
});
