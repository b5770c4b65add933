import {describe, expect, test} from 'vitest';
import {DriverError} from '../../source/driver/driver-error.ts';
import type {Domain} from '../../source/model/sample.ts';
import {findDomain} from '../../source/one-shot/find-domain.ts';
import type {Usage} from '../../source/usage/usage.ts';
import {aDomain, aReading, aSample, usageAfter, usageWith} from '../helpers/sample-builder.ts';

const uuid = 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6';

const refusal = (usage: Usage, text: string): DriverError => {
	try {
		findDomain(usage, text);
	} catch (error) {
		if (error instanceof DriverError) {
			return error;
		}
	}

	throw new Error('It should have been refused.');
};

const found = (usage: Usage, text: string): Domain => findDomain(usage, text).found.domain;

describe('a domain is found', () => {
	const usage = usageWith(
		aDomain('web', {id: 7, uuid}),
		aDomain('7', {id: 8}),
		aDomain('db', {id: 9, uuid: uuid.replace('f', 'e')}),
		aDomain(uuid, {id: 10, key: 'other'}),
		aDomain('off'),
	);

	test('by name, uuid or id, in this order', () => {
		expect(found(usage, '7').id).toBe(8);
		expect(found(usage, uuid).id).toBe(10);
		expect(found(usage, 'web').id).toBe(7);
		expect(found(usage, uuid.replace('f', 'e')).name).toBe('db');
		expect(found(usage, '9').name).toBe('db');
		expect(found(usage, 'off').name).toBe('off');
		expect(findDomain(usage, '7').notes).toEqual([]);
	});

	test('by uuid whatever the case, on either side', () => {
		expect(found(usage, uuid.replace('f', 'e').toUpperCase()).name).toBe('db');
		expect(found(usageWith(aDomain('web', {uuid: uuid.toUpperCase()})), uuid).name).toBe('web');
	});

	test('never by a pid, whoever’s the process is', () => {
		for (const isTrusted of [true, false]) {
			const own = aDomain('web', {id: 4711, process: {pid: 4711, isTrusted, isOfLibvirt: false}});
			expect(refusal(usageWith(own), '4711').message).toBe('There is no domain 4711.');
			expect(found(usageWith(own, aDomain('4711', {id: 5})), '4711').id).toBe(5);
		}
	});

	test('never by a part of its name, nor in another case', () => {
		for (const text of ['we', 'WEB', 'web ', '', 'undefined', '__proto__']) {
			expect(refusal(usage, text).message).toBe(`There is no domain ${text}.`);
		}
	});
});

describe('an ambiguous name', () => {
	test('lists the candidates, and what tells them apart', () => {
		const usage = usageWith(
			aDomain('web', {key: 'a', uuid}),
			aDomain('web', {key: 'b', id: 12}),
			aDomain('web', {key: 'c'}),
		);
		const {message, advice} = refusal(usage, 'web');
		expect(message).toBe(
			`Several domains are called web: web uuid ${uuid} (qmp:), web id 12 (qmp:), web (qmp:).`,
		);
		expect(advice).toBe('Give each of them its own name or uuid.');
	});

	test('advises what tells them apart, and nothing else', () => {
		const advice = (...changes: Partial<Domain>[]): string =>
			refusal(
				usageWith(
					...changes.map((one, index) => aDomain('web', {key: `${index}`, incarnation: `${index}`, ...one})),
				),
				'web',
			).advice;
		expect(advice({id: 7}, {id: 8})).toBe('Give the id.');
		expect(advice({id: 7, uuid}, {id: 8, uuid})).toBe('Give the id.');
		expect(advice({id: 7, uuid}, {id: 8, uuid: 'other'})).toBe('Give the id, or the uuid.');
		expect(advice({uuid}, {id: 8, uuid: 'other'})).toBe('Give the uuid.');
	});

	test('may be ambiguous over hosts only', () => {
		const usage = usageAfter([
			[
				aReading(aSample([aDomain('Domain-0', {id: 0})]), {uri: 'xl:'}),
				aReading(aSample([aDomain('Domain-0', {id: 0})], {host: {id: 'host-2'}}), {
					uri: 'xen+ssh://b/system',
				}),
			],
		]);
		expect(refusal(usage, '0').message).toContain('Domain-0 id 0 (xl:), Domain-0 id 0 (xen+ssh://b/system)');
		expect(refusal(usage, '0').advice).toBe('Give -c with one of the connections.');
	});
});

test('of two of one name each is found as it stands in the table, and a pid alone finds none', () => {
	const own = (pid: number, isTrusted = true): Domain =>
		aDomain('vm', {
			key: `key-${pid}`,
			incarnation: `${pid}:1`,
			id: pid,
			process: {pid, isTrusted, isOfLibvirt: false},
		});
	const usage = usageWith(own(40), own(41), {...own(42, false), name: 'vm(41)'});
	expect(findDomain(usage, 'vm(41)').found.domain.id).toBe(41);
	expect(findDomain(usage, 'vm(40)').found.domain.id).toBe(40);
	expect(refusal(usage, '40').message).toContain('There is no domain 40');
});

test('one that may be where nothing was read is not said not to be there', () => {
	const silent = aReading({...aSample([]), unanswered: 'It has not answered for 3 s.'}, {uri: 'qmp:///a'});
	const usage = usageAfter([[aReading(aSample([aDomain('web')]), {uri: 'xl:'}), silent]]);
	expect(refusal(usage, 'db')).toMatchObject({
		message: 'There is no domain db where it can be read.',
		advice: expect.stringContaining('qmp:///a'),
	});
});

describe('a stranger’s process', () => {
	const eve = (name: string, pid: number, changes: Partial<Domain> = {}): Domain =>
		aDomain(name, {
			key: `key-${pid}`,
			incarnation: `${pid}:1`,
			id: pid,
			user: {id: 1001, name: 'eve'},
			process: {pid, isTrusted: false, isOfLibvirt: false},
			...changes,
		});
	const web = aDomain('web', {id: 7, uuid});

	test('takes no name, uuid or id of another, and gets a note', () => {
		for (const [text, fake] of [
			['web', eve('web', 41)],
			[uuid, eve('x', 42, {uuid})],
			[uuid, eve(uuid, 43)],
			['7', eve('7', 44)],
		] as const) {
			const {found: real, notes} = findDomain(usageWith(fake, web), text);
			expect(real.domain.name).toBe('web');
			expect(notes).toEqual([
				`${text} is also what process ${fake.id} of user eve calls itself: it was not asked.`,
			]);
		}
	});

	test('makes nothing ambiguous, however many there are', () => {
		const fakes = Array.from({length: 9}, (_, index) => eve('web', 50 + index));
		const {found: real, notes} = findDomain(usageWith(...fakes, web), 'web');
		expect(real.domain.id).toBe(7);
		expect(notes).toEqual([
			'web is also what process 50 of user eve, process 51 of user eve, process 52 of user eve, 6 more call themselves: they were not asked.',
		]);
	});

	test('stands behind one of root, of this user and of libvirt’s', () => {
		const own = aDomain('web', {key: 'own', id: 40, process: {pid: 40, isTrusted: true, isOfLibvirt: false}});
		expect(found(usageWith(eve('web', 41), own), 'web').id).toBe(40);
	});

	test('is found where no other domain is meant, and said to be theirs', () => {
		const {found: hers, notes} = findDomain(usageWith(eve('dev', 41), web), 'dev');
		expect(hers.domain.id).toBe(41);
		expect(notes).toEqual(['dev is process 41 of user eve.']);
	});

	test('is not asked in place of what could not be read', () => {
		const usage = usageAfter([
			[aReading(aSample([eve('web', 41)])), aReading(undefined, {uri: 'qemu:///system', driver: 'libvirt'})],
		]);
		const {message, advice} = refusal(usage, 'web');
		expect(message).toBe('qemu:///system could not be read, and the only web is process 41 of user eve.');
		expect(advice).toBe('Give -c qmp: if you mean that one.');
	});

	test('is named with its user where several are', () => {
		const {message, advice} = refusal(usageWith(eve('dev', 41, {uuid}), eve('dev', 42, {uuid})), 'dev');
		expect(message).toBe(
			`Several domains are called dev: dev process 41 of user eve uuid ${uuid} (qmp:), dev process 42 of user eve uuid ${uuid} (qmp:).`,
		);
		expect(advice).toBe('Give -c with the QMP socket of one, or give each its own name or uuid.');
	});
});
