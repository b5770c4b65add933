import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {StatisticsEvent} from '../../../../drivers/parallels/statistics/block.ts';
import {createEventGatherer} from '../../../../drivers/parallels/statistics/event-gatherer.ts';
import {createFakeClock} from '../../../helpers/fake-clock.ts';
import {capturedStatistics, plainBlocks, readWhole} from './captured-statistics.ts';

const startGathering = () => {
	const clock = createFakeClock();
	const events: StatisticsEvent[] = [];
	const gatherer = createEventGatherer(clock, (event) => events.push(event));
	return {clock, events, ...gatherer};
};

const plain = (events: readonly StatisticsEvent[]) => events.map(({blocks}) => plainBlocks(blocks));

const [one, two, three] = [
	'aaaaaaaa-0000-4000-8000-000000000001',
	'aaaaaaaa-0000-4000-8000-000000000002',
	'aaaaaaaa-0000-4000-8000-000000000003',
];
const block = (uuid: string, cpu: number): string =>
	`{${uuid}}\n\tguest.vcpu0.time:\t${cpu}\n\tguest.cpu.usage:\t1\n`;

const captured = readWhole(capturedStatistics.toString());
const eventsCaptured = [0, 2, 4, 6, 8].map((index) => captured.slice(index, index + 2));

const gathered = async (chunks: readonly (Uint8Array | string)[]) => {
	const {clock, events, push, close} = startGathering();
	for (const chunk of chunks) {
		push(chunk);
	}

	await clock.advance(0.2);
	close();
	return plain(events);
};

describe('the captured output', () => {
	test('is five events of two machines', async () => {
		expect(eventsCaptured).toHaveLength(5);
		expect(await gathered([capturedStatistics])).toEqual(eventsCaptured);
		expect(eventsCaptured[0]?.[0]).toMatchObject({
			uuid: one,
			counters: {'devices.scsi1.write_total': 233_701_376, 'net.nic0.bytes_in': 64_168_000},
		});
	});

	test('is the same however it is split in two', async () => {
		for (let cut = 0; cut <= capturedStatistics.length; cut += 1) {
			const chunks = [capturedStatistics.subarray(0, cut), capturedStatistics.subarray(cut)];
			expect(await gathered(chunks), `split at ${cut}`).toEqual(eventsCaptured);
		}
	});

	test('is the same byte by byte, and as text', async () => {
		expect(await gathered([...capturedStatistics].map((byte) => Uint8Array.of(byte)))).toEqual(
			eventsCaptured,
		);
		expect(await gathered([...capturedStatistics.toString()])).toEqual(eventsCaptured);
	});

	test('is the same in pieces of any sizes', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(fc.integer({min: 1, max: 900}), {maxLength: 60}), async (sizes) => {
				let rest = capturedStatistics;
				const chunks = sizes.map((size) => {
					const chunk = rest.subarray(0, size);
					rest = rest.subarray(size);
					return chunk;
				});
				expect(await gathered([...chunks, rest])).toEqual(eventsCaptured);
			}),
		);
	});

	test('held back at any place for seconds, loses no block, and tells none that is cut within a line', async () => {
		for (let cut = 1; cut < capturedStatistics.length; cut += 1) {
			const {clock, events, push, close} = startGathering();
			push(capturedStatistics.subarray(0, cut));
			await clock.advance(4.7);
			push(capturedStatistics.subarray(cut));
			await clock.advance(0.2);
			close();
			const parts = plain(events).flat();
			// Where the cut is between two lines nothing tells a half block from a whole one, and it is told again.
			const whole = parts.filter((part, index) => {
				const next = parts[index + 1];
				const isPrefix = next?.uuid === part.uuid && index < parts.length - 1;
				return !(isPrefix && Object.keys(part.counters).length < Object.keys(next.counters).length);
			});
			expect(whole, `held back at ${cut}`).toEqual(captured);
			if (parts.length > captured.length) {
				expect(String.fromCharCode(capturedStatistics[cut - 1] as number)).toBe('\n');
			}
		}
	});
});

describe('an event', () => {
	test('is told after 150 ms of silence, with the time of its last line', async () => {
		const {clock, events, push} = startGathering();
		const started = clock.monotonic();
		push(block(one, 1));
		await clock.advance(0.1);
		push(block(two, 2));
		await clock.advance(0.14);
		expect(events).toEqual([]);
		await clock.advance(0.02);
		expect(plain(events)).toMatchObject([[{uuid: one}, {uuid: two}]]);
		expect(events[0]?.at).toBeCloseTo(started + 0.1, 6);
		expect(events[0]?.wall).toBe(clock.wall() - 160);
		expect(clock.sleeping()).toEqual([]);
	});

	test('has the time of its last line even where that is of the block begun first', async () => {
		const {clock, events, push} = startGathering();
		const started = clock.monotonic();
		push(`{${one}}\n`);
		await clock.advance(0.1);
		push('\tguest.cpu.usage:\t5\n');
		await clock.advance(1);
		expect(events[0]?.at).toBeCloseTo(started + 0.1, 6);
	});

	test('after a silence is another one, whichever machine comes first', async () => {
		const {clock, events, push} = startGathering();
		push(block(one, 1) + block(two, 2));
		await clock.advance(1);
		push(block(three, 3) + block(one, 4));
		await clock.advance(1);
		expect(plain(events)).toMatchObject([
			[{uuid: one}, {uuid: two}],
			[{uuid: three}, {uuid: one}],
		]);
	});

	test('ends where a machine comes again, before any silence', async () => {
		const {clock, events, push} = startGathering();
		push(block(one, 1) + block(two, 2));
		await clock.advance(0.1);
		push(block(one, 3));
		expect(events).toEqual([]);
		// Only the next header says that the other's second block is complete.
		push(`{${two}}\n`);
		expect(plain(events)).toMatchObject([[{uuid: one}, {uuid: two}]]);
		expect(events[0]?.at).toBeCloseTo(clock.monotonic() - 0.1, 6);
	});

	test('of a burst comes in order with the others, all at one time', async () => {
		const {clock, events, push} = startGathering();
		push(block(one, 1) + block(two, 2) + block(one, 3) + block(two, 4) + block(two, 5) + block(one, 6));
		await clock.advance(0.2);
		expect(plain(events).map((blocks) => blocks.map(({counters}) => counters['guest.vcpu0.time']))).toEqual([
			[1, 2],
			[3, 4],
			[5, 6],
		]);
		expect(new Set(events.map(({at}) => at)).size).toBe(1);
	});

	test('that a burst cut within a line waits for the rest of that machine only', async () => {
		const {clock, events, push} = startGathering();
		push(`${block(one, 1)}{${two}}\n\tguest.vcpu0.time:\t2`);
		await clock.advance(4.7);
		expect(plain(events)).toMatchObject([[{uuid: one}]]);
		push(`22\n${block(one, 3)}{${two}`);
		await clock.advance(0.2);
		expect(plain(events.slice(1))).toEqual([
			[{uuid: two, counters: {'guest.vcpu0.time': 222}}],
			[{uuid: one, counters: {'guest.vcpu0.time': 3, 'guest.cpu.usage': 1}}],
		]);
	});

	test('that was cut between two lines is told again, whole', async () => {
		const {clock, events, push} = startGathering();
		push(`{${one}}\n\tguest.vcpu0.time:\t1\n`);
		await clock.advance(1);
		push('\tguest.cpu.usage:\t7\n');
		await clock.advance(1);
		expect(plain(events)).toEqual([
			[{uuid: one, counters: {'guest.vcpu0.time': 1}}],
			[{uuid: one, counters: {'guest.vcpu0.time': 1, 'guest.cpu.usage': 7}}],
		]);
		expect(events[0]?.blocks[0]?.counters.size).toBe(1);
		await clock.advance(5);
		push(block(two, 2));
		await clock.advance(1);
		expect(events).toHaveLength(3);
	});

	test('of a child killed within a line is not told, and after closing none is', async () => {
		const {clock, events, push, close} = startGathering();
		push(`{${one}}\n\tguest.vcpu0.time:\t12`);
		await clock.advance(60);
		expect(events).toEqual([]);
		push(`3\n${block(two, 1)}`);
		close();
		close();
		push(block(one, 1));
		await clock.advance(60);
		expect(events).toEqual([]);
		expect(clock.sleeping()).toEqual([]);
	});

	test('is not over where this program was held up: what came meanwhile is not read yet', async () => {
		const clock = createFakeClock();
		const events: StatisticsEvent[] = [];
		let extra = 3600;
		const gatherer = createEventGatherer(
			{
				...clock,
				sleep: async (seconds, signal) => {
					const late = seconds + extra;
					extra = 0;
					await clock.sleep(late, signal);
				},
			},
			(event) => events.push(event),
		);
		gatherer.push(`{${one}}\n\tguest.vcpu0.time:\t1\n`);
		await clock.advance(3600.15);
		gatherer.push('\tguest.cpu.usage:\t2\n');
		await clock.advance(1);
		expect(plain(events)).toEqual([[{uuid: one, counters: {'guest.vcpu0.time': 1, 'guest.cpu.usage': 2}}]]);
		gatherer.close();
	});

	test('is told although the clock went back', async () => {
		const clock = createFakeClock();
		const events: StatisticsEvent[] = [];
		let back = 0;
		const gatherer = createEventGatherer({...clock, monotonic: () => clock.monotonic() - back}, (event) =>
			events.push(event),
		);
		gatherer.push(block(one, 1));
		back = 500;
		await clock.advance(1);
		expect(events).toHaveLength(1);
	});
});
