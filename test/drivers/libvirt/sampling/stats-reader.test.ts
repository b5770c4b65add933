import {describe, expect, test} from 'vitest';
import {noWait} from '../../../../drivers/libvirt/calls/remote.ts';
import {createStatsWorld, deadline} from './stats-world.ts';

const flagsOf = (flags: number): string => (flags === noWait ? 'no wait' : 'waits');

describe('one call a refresh', () => {
	test('about all of them, which waits for none', async () => {
		const {daemon, refresh} = createStatsWorld({names: ['a', 'b', 'c']});
		for (let count = 0; count < 3; count++) {
			expect((await refresh()).full).toBe('a b c');
		}

		expect(daemon.calls().map(({names, flags}) => `${names} ${flagsOf(flags)}`)).toEqual([
			'* no wait',
			'* no wait',
			'* no wait',
		]);
	});

	test('a daemon that does not know the flag is asked without it from then on', async () => {
		const {daemon, refresh} = createStatsWorld({names: ['a'], takesNoWait: false});
		await refresh();
		expect((await refresh()).full).toBe('a');
		expect(daemon.calls().map(({flags}) => flagsOf(flags))).toEqual(['no wait', 'waits', 'waits']);
	});

	test('where there is none, one domain after the other is asked', async () => {
		const {daemon, refresh} = createStatsWorld({names: ['a', 'b', 'c', 'd', 'e'], hasBulk: false});
		expect((await refresh()).full).toBe('a b c d e');
		expect((await refresh()).full).toBe('a b c d e');
		expect(daemon.calls()).toHaveLength(1);
	});

	test('of a domain that is gone nothing is told any more', async () => {
		const {daemon, refresh} = createStatsWorld({names: ['a', 'b']});
		await refresh();
		daemon.remove('b');
		const {replies} = await refresh();
		expect([...(replies.present?.domains.keys() ?? [])]).toEqual(['uuid-a']);
	});
});

describe('a guest that hangs', () => {
	test('is found in the same refresh, and the others go on, on time', async () => {
		const {daemon, refresh} = createStatsWorld({names: ['a', 'b', 'c']});
		await refresh();
		daemon.stop('b');
		const {full, took, replies} = await refresh();
		expect(full).toBe('a c');
		expect(took).toBeLessThan(deadline);
		expect(replies.quarantined).toEqual(['uuid-b']);
		for (let count = 0; count < 20; count++) {
			const later = await refresh();
			expect(later.full).toBe('a c');
			expect(later.took).toBeLessThan(0.5);
		}

		expect(daemon.outstanding()).toBe(1);
	});

	test('is asked with the others again as soon as the late answer comes', async () => {
		const {daemon, refresh} = createStatsWorld({names: ['a', 'b', 'c']});
		await refresh();
		daemon.stop('b');
		await refresh();
		await refresh();
		daemon.resume('b');
		expect((await refresh()).full).toBe('a b c');
		expect(daemon.calls().at(-1)?.names).toBe('*');
	});

	test('costs the others nothing either where calls wait', async () => {
		const {daemon, refresh} = createStatsWorld({names: ['a', 'b', 'c'], takesNoWait: false});
		await refresh();
		daemon.stop('b');
		expect((await refresh()).full).toBe('a c');
		for (let count = 0; count < 10; count++) {
			expect((await refresh()).full).toBe('a c');
		}

		daemon.resume('b');
		expect((await refresh()).full).toBe('a b c');
	});

	test('three of them leave a slot for the others', async () => {
		const names = ['a', 'b', 'c', 'd', 'e', 'f'];
		const {daemon, refresh} = createStatsWorld({names});
		await refresh();
		for (const name of ['a', 'c', 'e']) {
			daemon.stop(name);
		}

		await refresh();
		await refresh();
		for (let count = 0; count < 10; count++) {
			expect((await refresh()).full).toBe('b d f');
		}

		for (const name of ['a', 'c', 'e']) {
			daemon.resume(name);
		}

		await refresh();
		expect((await refresh()).full).toBe('a b c d e f');
		expect(daemon.most()).toBeLessThanOrEqual(4);
	});

	test('is read again once it goes on, though three others hang by then and its answer with them', async () => {
		const {daemon, refresh} = createStatsWorld({names: ['a', 'b', 'c', 'd', 'e', 'f']});
		await refresh();
		daemon.stop('a');
		await refresh();
		for (const name of ['b', 'c', 'd']) {
			daemon.stop(name);
		}

		daemon.resume('a');
		for (let count = 0; count < 4; count++) {
			await refresh();
		}

		for (let count = 0; count < 10; count++) {
			expect((await refresh()).full).toBe('a e f');
		}

		expect(daemon.outstanding()).toBeLessThanOrEqual(4);
	});

	test('as many as there are slots make room by another connection, once', async () => {
		const names = ['a', 'b', 'c', 'd', 'e', 'f'];
		const {daemon, refresh} = createStatsWorld({names});
		await refresh();
		for (const name of ['a', 'b', 'd', 'e']) {
			daemon.stop(name);
		}

		for (let count = 0; count < 4; count++) {
			await refresh();
		}

		for (let count = 0; count < 10; count++) {
			expect((await refresh()).full).toBe('c f');
		}

		expect(daemon.outstanding()).toBeLessThanOrEqual(8);
		for (const name of ['a', 'b', 'd', 'e']) {
			daemon.resume(name);
		}

		await refresh();
		expect((await refresh()).full).toBe('a b c d e f');
	});

	test('where all of them hang nothing is asked in vain', async () => {
		const {daemon, refresh} = createStatsWorld({names: ['a', 'b']});
		await refresh();
		daemon.stop('a');
		daemon.stop('b');
		for (let count = 0; count < 6; count++) {
			expect((await refresh()).full).toBe('');
		}

		expect(daemon.outstanding()).toBeLessThanOrEqual(4);
		daemon.resume('a');
		daemon.resume('b');
		await refresh();
		expect((await refresh()).full).toBe('a b');
	});
});

test('one that libvirt cannot read does not hide the others', async () => {
	const {daemon, refresh} = createStatsWorld({names: ['a', 'b', 'c']});
	await refresh();
	daemon.spoil('b');
	const {full, replies} = await refresh();
	expect(full).toBe('a c');
	expect([...replies.refused]).toEqual([['uuid-b', 'b is spoilt']]);
	expect(replies.refusal).toBeUndefined();
});

test('one that libvirt cannot read is left out of the call about the others, and asked alone', async () => {
	const {daemon, refresh} = createStatsWorld({names: ['a', 'b', 'c', 'd']});
	await refresh();
	daemon.spoil('b');
	await refresh();
	const before = daemon.calls().length;
	const {full, replies} = await refresh();
	expect(full).toBe('a c d');
	expect([...replies.refused]).toEqual([['uuid-b', 'b is spoilt']]);
	expect(
		daemon
			.calls()
			.slice(before)
			.map(({names}) => names),
	).toEqual(['a c d', 'b']);
	daemon.mend('b');
	expect((await refresh()).full).toBe('a b c d');
	await refresh();
	expect(daemon.calls().at(-1)?.names).toBe('*');
});

test('a daemon that is slow with many domains is waited for, and its answer is used', async () => {
	const names = Array.from({length: 100}, (_, index) => `vm${String(index).padStart(3, '0')}`);
	const {daemon, refresh} = createStatsWorld({names});
	await refresh();
	daemon.slow(3);
	const seen = new Set<string>();
	for (let count = 0; count < 6; count++) {
		const {replies} = await refresh();
		for (const {record, completeness, at} of replies.fresh.values()) {
			seen.add(`${completeness} ${Math.round(at)}`);
			expect(record.fields).toContain('balloon.rss');
		}
	}

	expect(seen.size).toBeGreaterThan(1);
	expect(daemon.most()).toBeLessThanOrEqual(4);
});

describe('where every slot hangs', () => {
	test('and no calls come back in part, the others go on over another connection', async () => {
		const {daemon, refresh} = createStatsWorld({names: ['a', 'b', 'c', 'd'], takesNoWait: false});
		await refresh();
		daemon.stop('a');
		await refresh();
		daemon.stop('c');
		for (let count = 0; count < 4; count++) {
			await refresh();
		}

		for (let count = 0; count < 5; count++) {
			expect((await refresh()).full).toBe('b d');
		}
	});

	test('on both connections, the others go on over the one on which a guest that hung is gone', async () => {
		const {daemon, refresh} = createStatsWorld({
			names: ['a', 'b', 'c', 'd', 'e', 'f'],
			takesNoWait: false,
		});
		daemon.stop('d');
		await refresh();
		daemon.stop('a');
		daemon.stop('b');
		daemon.slow(0.9);
		await refresh();
		daemon.remove('d');
		await refresh();
		daemon.stop('c');
		daemon.slow(0);
		for (let count = 0; count < 4; count++) {
			await refresh();
		}

		for (let count = 0; count < 10; count++) {
			expect((await refresh()).full).toBe('e f');
		}
	});

	test('and there is no bulk call, the others go on over another connection', async () => {
		const {daemon, refresh} = createStatsWorld({names: ['a', 'b', 'c', 'd', 'e', 'f'], hasBulk: false});
		await refresh();
		for (const name of ['a', 'b', 'c', 'd']) {
			daemon.stop(name);
		}

		for (let count = 0; count < 4; count++) {
			await refresh();
		}

		expect((await refresh()).full).toBe('e f');
	});

	test('a connection that does not come holds up no refresh', async () => {
		const {daemon, refresh} = createStatsWorld(
			{names: ['a', 'b', 'c', 'd', 'e']},
			{opens: () => new Promise(() => {})},
		);
		await refresh();
		for (const name of ['a', 'b', 'c', 'd']) {
			daemon.stop(name);
		}

		for (let count = 0; count < 6; count++) {
			expect((await refresh()).took).toBeLessThanOrEqual(deadline);
		}
	});
});

test('domains that are asked one by one over a slow way are read all the same', async () => {
	const {daemon, refresh} = createStatsWorld({names: ['a', 'b'], hasBulk: false});
	daemon.slow(0.7);
	const read = new Set<string>();
	for (let count = 0; count < 6; count++) {
		read.add((await refresh()).full);
	}

	expect([...read]).toContain('a b');
});

test('a list that hangs holds one slot, and so does the query whether the daemon is awake', async () => {
	const {daemon, refresh, pair} = createStatsWorld({names: ['a', 'b']});
	daemon.slow(1000);
	for (let count = 0; count < 10; count++) {
		await refresh();
	}

	expect(pair.remote().freeSlots()).toBeGreaterThanOrEqual(1);
});

test('one that libvirt itself is locked in is found, though no list comes either, and the others go on', async () => {
	const {daemon, refresh} = createStatsWorld({names: ['a', 'b', 'c']});
	await refresh();
	daemon.lock('b');
	await refresh();
	await refresh();
	for (let count = 0; count < 10; count++) {
		const {full, took} = await refresh();
		expect(full).toBe('a c');
		expect(took).toBeLessThan(1);
	}

	daemon.resume('b');
	await refresh();
	expect((await refresh()).full).toBe('a b c');
	expect(daemon.most()).toBeLessThanOrEqual(4);
});

test('those that another client asks at this moment are asked once more, at once', async () => {
	const {daemon, refresh, clock} = createStatsWorld({names: ['a', 'b']});
	await refresh();
	daemon.hold('b');
	void clock.sleep(0.02).then(() => daemon.resume('b'));
	expect((await refresh()).full).toBe('a b');
});
