import {describe, expect, test} from 'vitest';
import {createStatsRecords} from '../../../../drivers/libvirt/calls/stats-records.ts';
import {createXdrReader} from '../../../../drivers/libvirt/wire/xdr-reader.ts';
import {recordBytes, replyBytes} from '../planned-readings.ts';

const record = (number: number, time = 1000): Buffer =>
	recordBytes({
		name: `web${number}`,
		uuid: number.toString(16).padStart(32, '0'),
		id: number,
		stats: [
			['state.state', 1],
			['cpu.time', time],
			['block.0.name', 'vda'],
			['block.0.rd.bytes', undefined],
			['balloon.usable', 0.5],
			['dirtyrate.valid', true],
		],
	});

const numbers = (from: number, to: number): readonly number[] =>
	Array.from({length: to - from}, (_, place) => from + place);

describe('records of the bulk call', () => {
	const createReading = () => {
		const read = createStatsRecords();
		return (...records: readonly Buffer[]) => read(createXdrReader(replyBytes(records)));
	};

	test('have the template of before while only numbers change, and their values are those of now', () => {
		const read = createReading();
		const [first] = read(record(1));
		const [second] = read(record(1, 2000));
		expect(first?.values).toEqual([1, 1000, 'vda', undefined, 0.5, true]);
		expect(second?.values).toEqual([1, 2000, 'vda', undefined, 0.5, true]);
		expect(second?.template).toBe(first?.template);
		expect(second?.number?.(1)).toBe(2000);
		expect(second?.number?.(3)).toBeUndefined();
		expect(first?.values[1]).toBe(1000);
	});

	test('do not change when the memory of their message serves again', () => {
		const read = createStatsRecords();
		const messages = [1000, 2000].map((time) => replyBytes([record(1, time), record(2, time)]));
		const records = messages.map((bytes) => read(createXdrReader(bytes)));
		for (const bytes of messages) {
			bytes.fill(0xee);
		}

		expect(records.flat().map(({domain, values}) => [domain.name, ...values.slice(1, 3)])).toEqual([
			['web1', 1000, 'vda'],
			['web2', 1000, 'vda'],
			['web1', 2000, 'vda'],
			['web2', 2000, 'vda'],
		]);
	});

	test('are known again after a reply about one domain, and in another order', () => {
		const read = createReading();
		const all = read(...numbers(1, 9).map((number) => record(number)));
		expect(read(record(5))[0]?.template).toBe(all[4]?.template);
		const again = read(...numbers(1, 9).map((number) => record(9 - number)));
		expect(again.map(({template}) => template)).toEqual(all.map(({template}) => template).toReversed());
		expect(again[0]?.template).toBe(all[7]?.template);
	});

	test('are forgotten of domains that are gone, so that domains that come and go leave nothing behind', () => {
		const read = createReading();
		const [first] = read(record(1));
		for (const round of numbers(1, 80)) {
			read(record(1000 * round), record(1000 * round + 1));
		}

		expect(read(record(1))[0]?.template).not.toBe(first?.template);
		expect(read(record(79_000))[0]?.template).toBe(read(record(79_000))[0]?.template);
	});

	test('of a message that lies at no word of the memory are taken apart each time', () => {
		const read = createStatsRecords();
		const bytes = replyBytes([record(1)]);
		const odd = Buffer.alloc(bytes.length + 8);
		const shift = odd.byteOffset % 4 === 1 ? 2 : 1;
		bytes.copy(odd, shift);
		const [found] = read(createXdrReader(odd.subarray(shift, shift + bytes.length)));
		expect(found?.template).toBeUndefined();
		expect(found?.values).toEqual([1, 1000, 'vda', undefined, 0.5, true]);
	});
});
