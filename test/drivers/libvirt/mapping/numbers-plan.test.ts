import {describe, expect, test} from 'vitest';
import type {Description} from '../../../../drivers/libvirt/mapping/description.ts';
import {memoryStat} from '../../../../source/model/memory-stat.ts';
import {identityOf} from '../../../../source/model/numbers-view.ts';
import type {Domain} from '../../../../source/model/sample.ts';
import {
	createForgetfulReader,
	createReplyReader,
	plainReading,
	type ReadAs,
	recordBytes,
	replyBytes,
	type ToldDomain,
} from '../planned-readings.ts';
import {someDomain} from '../some-domain.ts';
import {someContext} from './some-record.ts';

const told = (
	number: number,
	changes: Readonly<Record<string, number | string | undefined>> = {},
): ToldDomain => ({
	name: `web${number}`,
	uuid: number.toString(16).padStart(32, '0'),
	id: number + 1,
	stats: Object.entries({...someDomain({name: 'web'}).stats, ...changes}),
});

const description: Description = {
	balloon: 'present',
	period: 2,
	disks: [{name: 'vda', source: '/a'}, {name: 'vdb'}],
	nics: [{name: 'vnet0', mac: '52:54:00:00:00:01'}],
};

const replyOf = (...domains: readonly ToldDomain[]): Buffer => replyBytes(domains.map(recordBytes));

const only = (read: ReadAs): Domain => {
	if (read === 'no reply' || !read.domains[0]) {
		throw new Error('no domain was read');
	}

	return read.domains[0];
};

/** Values that a word may be changed to: the word itself with a bit more, and numbers that mean something as a length or a type. */
const otherWords = (word: number): readonly number[] => [(word ^ 1) >>> 0, 0, 7, 0xff_ff_ff_ff];

const forgetfulReader = createForgetfulReader();

describe('replies whose numbers alone are read', () => {
	const contextAt = (at: number, before?: Domain) => () => someContext({at, before, description});

	test('mean what each reply means alone', () => {
		const read = createReplyReader();
		const first = only(read(replyOf(told(1)), contextAt(100)));
		const changes = {
			'cpu.time': 5_000_000_000,
			'block.1.wr.bytes': 7_340_032,
			'net.0.rx.bytes': 300,
			'balloon.unused': 16_000,
			'balloon.last-update': 1_795_220_760,
		};
		const second = only(read(replyOf(told(1, changes)), contextAt(102, first)));
		expect(second).toEqual(only(forgetfulReader(replyOf(told(1, changes)), contextAt(102, first))));
		expect([second.cpuSeconds, second.disks?.[1]?.writeBytes, second.nics?.[0]?.receiveBytes]).toEqual([
			5, 7_340_032, 300,
		]);
		expect(memoryStat(second.memory, 'unused')).toBe(16_000);
		expect(identityOf(second)).toBe(identityOf(first));
		expect([first.cpuSeconds, first.at]).toEqual([4.1, 100]);
	});

	test.each([
		['a counter that is unknown now', {'block.0.rd.bytes': undefined}],
		['a counter that is negative', {'block.0.rd.bytes': -5}],
		['a vCPU that went offline', {'vcpu.0.state': 0}],
		['another state', {'state.state': 3}],
		['another reason', {'state.reason': 5}],
		['a guest that never answered', {'balloon.last-update': 0}],
		['a balloon that gave memory back', {'balloon.current': 90_000}],
		['no disks any more', {'block.count': 0}],
		['another path', {'block.0.path': '/disks/other.raw'}],
		['another name of the same length', {'block.0.name': 'vdc'}],
		['a name that another disk has', {'block.0.name': 'vdb'}],
		['another type of a number', {'cpu.time': 0.5}],
		['a field more', {'block.1.errors': 4}],
	])('say something else: %s', (_, changes) => {
		const read = createReplyReader();
		const replies = [told(1), told(1), told(1, changes), told(1, changes), told(1)].map((one) =>
			replyOf(one),
		);
		for (const [step, reply] of replies.entries()) {
			const at = 100 + step;
			expect(plainReading(read(reply, contextAt(at)))).toEqual(
				plainReading(forgetfulReader(reply, contextAt(at))),
			);
		}
	});

	test('hold other domains, in another order, some of them new and some gone', () => {
		const read = createReplyReader();
		const orders = [
			[1, 2, 3],
			[1, 2, 3],
			[3, 2, 1],
			[2],
			[3, 4, 1, 2],
			[4, 2],
			[2, 4],
			[1, 1, 2],
			[],
			[1, 2],
		];
		for (const [step, order] of orders.entries()) {
			const reply = replyOf(...order.map((number) => told(number, {'cpu.time': number * 1e9 + step})));
			expect(plainReading(read(reply, contextAt(100 + step)))).toEqual(
				plainReading(forgetfulReader(reply, contextAt(100 + step))),
			);
		}
	});

	test('say nothing wrong, whatever word of a record changes between two of them', () => {
		const read = createReplyReader();
		const reply = replyOf(told(1), told(2));
		read(reply, contextAt(100));
		read(reply, contextAt(101));
		const differing: number[] = [];
		for (let offset = 0; offset < reply.length; offset += 4) {
			for (const word of otherWords(reply.readUInt32BE(offset))) {
				const changed = Buffer.from(reply);
				changed.writeUInt32BE(word, offset);
				const [planned, alone] = [read, forgetfulReader].map((one) =>
					JSON.stringify(plainReading(one(changed, contextAt(102)))),
				);
				if (planned !== alone) {
					differing.push(offset);
				}
			}
		}

		expect(differing).toEqual([]);
	});
});
