import {array, assert, asyncProperty, boolean, constantFrom, nat, record} from 'fast-check';
import {expect, test} from 'vitest';
import {createDomainRegistry, type MakeDomain} from '../../../../drivers/libvirt/sampling/domain-registry.ts';
import {createStatsWorld, deadline} from './stats-world.ts';

const names = ['a', 'b', 'c', 'd', 'e', 'f'];

/** Refreshes after which whoever answers is read again: three times what the slowest answer took, for each that hangs. */
const few = 24;
/** As many as the longest pause between two questions about a suspect takes. */
const many = 20;

const actions = [
	...(['stop', 'resume', 'remove', 'restart', 'spoil', 'mend', 'slow', 'refresh'] as const),
	...(['refresh'] as const),
];
/** What any answer may take, seconds. */
const slowness = [0, 0.2, 0.9, 4];

const scripts = array(record({action: constantFrom(...actions), guest: nat(names.length - 1)}), {
	minLength: 4,
	maxLength: 30,
});

const makeDomain: MakeDomain = ({domain: {uuid, name, id}}, {at}) => ({
	key: uuid,
	uuid,
	name,
	id,
	at,
	state: 'running',
	incarnation: `${id}`,
	memory: {},
});

const play = async (
	script: readonly {readonly action: (typeof actions)[number]; readonly guest: number}[],
	options: {readonly takesNoWait: boolean; readonly hasBulk: boolean},
) => {
	const {clock, daemon, refresh, pair} = createStatsWorld({names, ...options});
	const registry = createDomainRegistry(makeDomain);
	const there = new Set(names);
	const stopped = new Set<string>();
	const spoilt = new Set<string>();
	const lastAt = new Map<string, number>();

	/** @returns who was read in full. */
	const readFresh = async (): Promise<readonly string[]> => {
		const {replies, full, took} = await refresh();
		expect(took).toBeLessThanOrEqual(deadline);
		expect(daemon.most()).toBeLessThanOrEqual(4);
		registry.fold(replies, clock.monotonic());
		for (const {domain} of registry.rows()) {
			expect(domain.at).toBeGreaterThanOrEqual(lastAt.get(domain.key) ?? 0);
			lastAt.set(domain.key, domain.at);
		}

		return full.split(' ');
	};

	const acts: Readonly<Record<(typeof actions)[number], (name: string) => unknown>> = {
		stop(name) {
			daemon.stop(name);
			stopped.add(name);
		},
		resume(name) {
			daemon.resume(name);
			stopped.delete(name);
		},
		remove(name) {
			daemon.remove(name);
			there.delete(name);
			stopped.delete(name);
		},
		restart(name) {
			daemon.restart(name);
			stopped.delete(name);
		},
		spoil(name) {
			daemon.spoil(name);
			spoilt.add(name);
		},
		mend(name) {
			daemon.mend(name);
			spoilt.delete(name);
		},
		slow: (name) => daemon.slow(slowness[names.indexOf(name)] ?? 0),
		refresh: readFresh,
	};

	for (const {action, guest} of script) {
		const name = names[guest] ?? 'a';
		if (action === 'refresh' || action === 'slow' || there.has(name)) {
			await acts[action](name);
		}
	}

	daemon.slow(0);
	const isHealthy = (name: string): boolean => !stopped.has(name) && !spoilt.has(name);

	for (let count = 0; count < few; count++) {
		await readFresh();
	}

	const fresh = [...(await readFresh()), ...(await readFresh()), ...(await readFresh())];
	if (stopped.size <= 3) {
		expect(fresh).toEqual(expect.arrayContaining([...there].filter(isHealthy)));
	}

	for (const name of there) {
		await acts.resume(name);
		await acts.mend(name);
	}

	for (let count = 0; count < many; count++) {
		await readFresh();
	}

	const {replies, full} = await refresh();
	expect(full.split(' ').filter(Boolean)).toEqual([...there].sort());
	expect(replies.quarantined).toEqual([]);
	registry.fold(replies, clock.monotonic());
	expect(
		registry
			.rows()
			.map(({domain: {name}}) => name)
			.sort(),
	).toEqual([...there].sort());
	expect(daemon.outstanding()).toBe(0);
	await pair.close();
};

test('whatever guests do, those that answer are read, in time and in order', async () => {
	await assert(
		asyncProperty(scripts, boolean(), boolean(), (script, takesNoWait, hasBulk) =>
			play(script, {takesNoWait, hasBulk}),
		),
		{numRuns: 200},
	);
}, 60_000);
