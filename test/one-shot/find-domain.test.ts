import {describe, expect, test} from 'vitest';
import {DriverError} from '../../source/driver-error.ts';
import {findDomain} from '../../source/one-shot/find-domain.ts';
import type {Domain} from '../../source/sample.ts';
import type {Usage} from '../../source/usage.ts';
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

describe('a domain is found', () => {
	const usage = usageWith(
		aDomain('web', {id: 7, uuid}),
		aDomain('7', {id: 8}),
		aDomain(uuid, {id: 9, key: 'other'}),
		aDomain('off'),
	);

	test('by id, uuid or name, in this order', () => {
		expect(findDomain(usage, '7').domain.name).toBe('web');
		expect(findDomain(usage, uuid).domain.name).toBe('web');
		expect(findDomain(usage, 'web').domain.id).toBe(7);
		expect(findDomain(usage, 'off').domain.name).toBe('off');
	});

	test('by uuid whatever the case, on either side', () => {
		expect(findDomain(usage, uuid.toUpperCase()).domain.name).toBe('web');
		expect(findDomain(usageWith(aDomain('web', {uuid: uuid.toUpperCase()})), uuid).domain.name).toBe('web');
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
			refusal(usageWith(...changes.map((one, index) => aDomain('web', {key: `${index}`, ...one}))), 'web')
				.advice;
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

test('one that may be where nothing was read is not said not to be there', () => {
	const silent = aReading({...aSample([]), unanswered: 'It has not answered for 3 s.'}, {uri: 'qmp:///a'});
	const usage = usageAfter([[aReading(aSample([aDomain('web')]), {uri: 'xl:'}), silent]]);
	expect(refusal(usage, 'db')).toMatchObject({
		message: 'There is no domain db where it can be read.',
		advice: expect.stringContaining('qmp:///a'),
	});
});
