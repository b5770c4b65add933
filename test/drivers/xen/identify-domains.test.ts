import {describe, expect, test} from 'vitest';
import type {HypervisorDomain} from '../../../drivers/xen/hypervisor/hypervisor.ts';
import {
	type DomainIdentity,
	identifyDomains,
	rememberedNames,
} from '../../../drivers/xen/identify-domains.ts';
import type {StoreDomain} from '../../../drivers/xenstore/store-domain.ts';

const nil = '00000000-0000-0000-0000-000000000000';
const [one, two] = ['07be5412-b946-4174-a375-bac5ab773b02', '753054f9-c71c-4cb1-853e-4ec61d991c72'];

type Sources = {
	readonly hypervisor?: readonly HypervisorDomain[];
	readonly stored?: readonly StoreDomain[];
	readonly before?: ReadonlyMap<number, DomainIdentity>;
	readonly names?: ReadonlyMap<string, string>;
};

const identify = (
	ids: readonly number[],
	{hypervisor, stored = [], before = new Map(), names = rememberedNames(new Map(), before)}: Sources,
) =>
	identifyDomains(ids, {
		hypervisor: hypervisor && new Map(hypervisor.map((domain) => [domain.id, domain])),
		stored: new Map(stored.map((domain) => [domain.id, domain])),
		before,
		names,
	});

const asked = (id: number, changes: Partial<HypervisorDomain> = {}): HypervisorDomain => ({
	id,
	uuid: one,
	state: 'running',
	...changes,
});

test('a domain has the uuid of the hypervisor and the name of xenstore', () => {
	const hypervisor = [asked(0, {uuid: nil}), asked(3, {name: 'by xl'})];
	expect([...identify([0, 3], {hypervisor, stored: [{id: 3, name: 'web', uuid: two}]})]).toEqual([
		[0, {key: nil, uuid: nil, name: 'Domain-0'}],
		[3, {key: one, uuid: one, name: 'web'}],
	]);
	expect(identify([3], {hypervisor}).get(3)?.name).toBe('by xl');
});

test('a guest that rebooted has the name it had while xenstore is late with it', () => {
	const before = new Map([[3, {key: one, uuid: one, name: 'web'}]]);
	expect(identify([4], {hypervisor: [asked(4)], before}).get(4)).toEqual({key: one, uuid: one, name: 'web'});
	expect(identify([4], {hypervisor: [asked(4, {uuid: two})], before}).get(4)?.name).toBe('domain-4');
});

test('the name of one that is gone is remembered for as long as fewer than 1024 went after it, unless it had none', () => {
	const web = rememberedNames(new Map(), new Map([[3, {key: one, uuid: one, name: 'web'}]]));
	const others = new Map(
		Array.from({length: 1024}, (_, id) => [id, {key: `${id}`, uuid: `${id}`, name: `of ${id}`}] as const),
	);
	const full = rememberedNames(web, others);
	expect(full.get(one)).toBe('web');
	expect(rememberedNames(full, new Map()).has(one)).toBe(false);
	expect(identify([4], {hypervisor: [asked(4)], names: web}).get(4)?.name).toBe('web');
	const nameless = rememberedNames(new Map(), new Map([[3, {key: one, uuid: one, name: 'domain-3'}]]));
	expect(identify([4], {hypervisor: [asked(4)], names: nameless}).get(4)?.name).toBe('domain-4');
});

test('what nobody knows is called by its domid, and Domain-0 is known anyway', () => {
	expect([...identify([0, 3], {})]).toEqual([
		[0, {key: nil, uuid: nil, name: 'Domain-0'}],
		[3, {key: 'domain-3', uuid: undefined, name: 'domain-3'}],
	]);
});

test('a name from xl moves no cursor', () => {
	const hypervisor = [asked(3, {name: '\u001B[2Jd1'})];
	expect(identify([3], {hypervisor}).get(3)?.name).toBe('\uFFFD[2Jd1');
});

describe('two domids of one uuid', () => {
	const keysOf = (...hypervisor: readonly HypervisorDomain[]) =>
		[
			...identify(
				hypervisor.map(({id}) => id),
				{hypervisor},
			).values(),
		].map(({key}) => key);

	test('a guest that rebooted has its row, and its dying former self another one', () => {
		expect(keysOf(asked(1, {state: 'dying'}), asked(7))).toEqual(['domain-1', one]);
		expect(keysOf(asked(1), asked(7, {state: 'dying'}))).toEqual([one, 'domain-7']);
	});

	test('while it moves within the host the one that ran first has it', () => {
		expect(keysOf(asked(1), asked(7, {state: 'paused'}))).toEqual([one, 'domain-7']);
		expect(keysOf(asked(1, {state: 'suspended'}), asked(7))).toEqual([one, 'domain-7']);
	});

	test('one that died alone keeps it, and of several dead the first', () => {
		expect(keysOf(asked(1, {state: 'dying'}))).toEqual([one]);
		expect(keysOf(asked(1, {state: 'dying'}), asked(2, {state: 'dying'}))).toEqual([one, 'domain-2']);
	});
});

describe('what was known before', () => {
	const before = new Map([[3, {key: one, uuid: one, name: 'web'}]]);

	test('is kept while it dies, when xenstore has forgotten it', () => {
		expect(identify([3], {hypervisor: [asked(3, {state: 'dying'})], before}).get(3)?.name).toBe('web');
	});

	test('is kept while nobody can be asked', () => {
		expect(identify([3], {before}).get(3)).toEqual({key: one, uuid: one, name: 'web'});
	});

	test('is not another domain’s that has its domid now', () => {
		const hypervisor = [asked(3, {uuid: two})];
		expect(identify([3], {hypervisor, before}).get(3)).toEqual({key: two, uuid: two, name: 'domain-3'});
		const withoutUuid = [asked(3, {uuid: undefined})];
		expect(identify([3], {hypervisor: withoutUuid, before}).get(3)).toMatchObject({
			key: 'domain-3',
			name: 'domain-3',
		});
	});
});
