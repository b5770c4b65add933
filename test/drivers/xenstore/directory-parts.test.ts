import fc from 'fast-check';
import {expect, test} from 'vitest';
import {readDirectoryParts} from '../../../drivers/xenstore/directory-parts.ts';
import {decodeTexts, type Frame} from '../../../drivers/xenstore/frame.ts';
import {createFrameSplitter} from '../../../drivers/xenstore/frame-splitter.ts';
import type {StoreFault} from '../../../drivers/xenstore/store-fault.ts';
import {bytesFrom, readWireRecording} from './wire-recording.ts';

const client = () => {
	const ends: StoreFault[] = [];
	return {
		ends,
		end: async (fault: StoreFault) => {
			ends.push(fault);
		},
	};
};

const framesOf = (bytes: Buffer): readonly Frame[] => createFrameSplitter(1024 * 1024).push(bytes);

test.each(['xenstored-socket.jsonl', 'xenstored-device.jsonl'])(
	'%s: 420 names in two parts',
	async (name) => {
		const steps = readWireRecording(name);
		const asked = steps.flatMap((step) =>
			step.dir === 'C' && 'bytes' in step && step.bytes.readUInt32LE(0) === 22 ? framesOf(step.bytes) : [],
		);
		const replies = new Map(
			framesOf(bytesFrom(steps))
				.filter(({type}) => type === 22)
				.map(({requestId, payload}) => [requestId, payload]),
		);
		const names = await readDirectoryParts(client(), async (offset) => {
			const request = asked.find(({payload}) => decodeTexts(payload)[1] === `${offset}`);
			return replies.get(request?.requestId ?? 0) as Buffer;
		});
		expect(names).toHaveLength(420);
		expect(names).toContain('child-number-247');
		expect(new Set(names).size).toBe(420);
	},
);

/** As xenstored does: whole names from an offset, at most so many bytes, and an empty one at the end. */
const partOf = (all: Buffer, offset: number, room: number, generation: string): Buffer => {
	const rest = all.subarray(offset);
	const end = rest.length <= room ? rest.length : rest.lastIndexOf(0, room - 1) + 1;
	return Buffer.concat([
		Buffer.from(`${generation}\0`),
		rest.subarray(0, end),
		Buffer.alloc(end === rest.length ? 1 : 0),
	]);
};

test('any names come out as they are, in parts of any size', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(fc.stringMatching(/^[\w@-]{1,20}$/)),
			fc.integer({min: 21, max: 200}),
			async (names, room) => {
				const all = Buffer.from(names.map((name) => `${name}\0`).join(''));
				const read = readDirectoryParts(client(), async (offset) => partOf(all, offset, room, '7'));
				expect(await read).toEqual(names);
			},
		),
	);
});

test('a list that changes meanwhile is read again, a list that never holds still is for another time', async () => {
	const all = Buffer.from('1\0'.repeat(50));
	const generations = [1, 2];
	let asked = 0;
	const names = await readDirectoryParts(client(), async (offset) => {
		asked += 1;
		return partOf(all, offset, 30, `${generations.shift() ?? 3}`);
	});
	expect(names).toHaveLength(50);
	expect(asked).toBe(6);
	const {end, ends} = client();
	let generation = 0;
	await expect(
		readDirectoryParts({end}, async (offset) => {
			generation += 1;
			return partOf(all, offset, 30, `${generation}`);
		}),
	).rejects.toMatchObject({name: 'StoreRefusal', code: 'EAGAIN'});
	expect(generation).toBe(10);
	expect(ends).toEqual([]);
});

test.each([
	['nothing', ''],
	['no generation', 'abc'],
	['no names and no end', '7\0'],
	['names without end', `7\0${'x'.repeat(4000)}`],
])('%s ends the conversation', async (_what, text) => {
	const {end, ends} = client();
	await expect(readDirectoryParts({end}, async () => Buffer.from(text))).rejects.toMatchObject({
		kind: 'garbled',
	});
	expect(ends).toHaveLength(1);
});
