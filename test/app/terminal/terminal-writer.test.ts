import fc from 'fast-check';
import stringWidth from 'string-width';
import {afterEach, describe, expect, test} from 'vitest';
import {createTerminalWriter} from '../../../source/app/terminal/terminal-writer.ts';
import {deferred} from '../../../source/async/wait.ts';
import {createHandClock} from '../../helpers/hand-clock.ts';
import {createScreenStream} from '../../helpers/screen-stream.ts';

type Screen = ReturnType<typeof createScreenStream>;

/** A writer on a terminal of 20 × 5, and all that was offered to it and taken. */
const open = (size = {columns: 20, rows: 5}) => {
	const clock = createHandClock();
	/** Bytes that the terminal takes from now on; then none. */
	let room = Number.POSITIVE_INFINITY;
	let taken = '';
	let attempts = 0;
	let fails = false;
	let discard = async (): Promise<void> => {};
	const told: string[] = [];
	const screen = createScreenStream(size, (bytes) => {
		const mouthful = Math.min(bytes, room);
		room -= mouthful;
		return mouthful;
	});
	const device = {
		write(bytes: Uint8Array): number {
			attempts++;
			if (fails) {
				throw new Error('EIO');
			}

			const count = screen.device.write(bytes);
			taken += Buffer.from(bytes.subarray(0, count)).toString('latin1');
			return count;
		},
		discard: () => discard(),
	};
	const writer = createTerminalWriter(device, clock, {
		onReady: () => told.push('ready'),
		onLost: () => told.push('lost'),
	});
	return {
		clock,
		writer: {
			...writer,
			show: (rows: readonly string[]) => writer.show({rows, columns: screen.size().columns}),
		},
		screen,
		told,
		take: (bytes: number) => {
			room = bytes;
		},
		onDiscard: (callback: () => Promise<void>) => {
			discard = callback;
		},
		break: () => {
			fails = true;
		},
		taken: () => taken,
		attempts: () => attempts,
		/** The rows as they stand there. */
		async rows() {
			await screen.settled();
			return screen.lines();
		},
	};
};

const padded = (rows: readonly string[], count = 5): readonly string[] =>
	Array.from({length: count}, (_, row) => rows[row] ?? '');

describe('the writer', () => {
	let world: ReturnType<typeof open> | undefined;
	const opened = (...size: Parameters<typeof open>) => {
		world = open(...size);
		return world;
	};

	afterEach(() => world?.screen.dispose());

	test('writes nothing before it takes the screen, then the newest frame whole', async () => {
		const {writer, taken, rows, screen} = opened();
		writer.show(padded(['old']));
		writer.show(padded(['new', 'two']));
		expect(taken()).toBe('');
		writer.take();
		expect(await rows()).toEqual(padded(['new', 'two']));
		expect(screen.isAlternate()).toBe(true);
		expect(screen.isWrapping()).toBe(false);
		expect(screen.isCursorShown()).toBe(false);
		expect(screen.isHeldBack()).toBe(false);
	});

	test('then only the rows that changed, each at its place, without a line feed', async () => {
		const {writer, taken, rows} = opened();
		writer.take();
		writer.show(padded(['one', 'two', 'three']));
		const before = taken().length;
		writer.show(padded(['one', '2', 'three', '', 'five']));
		expect(await rows()).toEqual(padded(['one', '2', 'three', '', 'five']));
		const after = taken().slice(before);
		expect(after).toContain('\u001B[2;1H');
		expect(after).toContain('\u001B[5;1H');
		expect(after).not.toMatch(/one|three/);
		expect(taken()).not.toMatch(/[\r\n]/);
		writer.show(padded(['one', '2', 'three', '', 'five']));
		expect(taken()).toHaveLength(before + after.length);
	});

	test('keeps one frame on its way and the newest, however many come', async () => {
		const {writer, clock, take, taken, told, rows, attempts} = opened();
		writer.take();
		writer.show(padded(['first']));
		take(10);
		writer.show(padded(['second '.repeat(2)]));
		for (let frame = 0; frame < 1000; frame++) {
			writer.show(padded([`frame ${frame}`]));
		}

		expect(writer.isReady()).toBe(false);
		// Each frame that comes meanwhile is no reason to ask the terminal again.
		expect(attempts()).toBeLessThan(10);
		take(Number.POSITIVE_INFINITY);
		told.length = 0;
		await clock.advance(0.1);
		expect(told).toEqual(['ready']);
		expect(await rows()).toEqual(padded(['frame 999']));
		expect([...taken().matchAll(/frame \d+/g)].map(String)).toEqual(['frame 999']);
	});

	test('asks a terminal that takes nothing 50 times a second, not more', async () => {
		const {writer, clock, take, attempts} = opened();
		writer.take();
		take(0);
		writer.show(padded(['stuck']));
		const before = attempts();
		await clock.advance(10);
		expect(attempts() - before).toBeLessThanOrEqual(500);
		expect(attempts() - before).toBeGreaterThan(100);
	});

	test('redraws all when what stands there is not known, also amid a frame', async () => {
		const {writer, clock, take, screen, rows} = opened();
		writer.take();
		writer.show(padded(['one', 'two']));
		await screen.device.write(Buffer.from('\u001B[?7h\u001B[2;1Hgarbage\u001B[31m'));
		writer.forget();
		writer.show(padded(['one', 'two']));
		expect(await rows()).toEqual(padded(['one', 'two']));
		expect(screen.isWrapping()).toBe(false);
		take(0);
		writer.show(padded(['one', 'four']));
		take(Number.POSITIVE_INFINITY);
		screen.device.write(Buffer.from('\u001B[1;1Hgarbage'));
		take(0);
		writer.forget();
		writer.show(padded(['one', 'six']));
		take(Number.POSITIVE_INFINITY);
		await clock.advance(0.1);
		expect(await rows()).toEqual(padded(['one', 'six']));
	});

	test('goes on where the terminal stopped taking, amid whatever it was', async () => {
		const frames = [padded(['日本語', '\u001B[7mtwo\u001B[0m']), padded(['日本', 'three', 'fünf'])];
		const whole = opened();
		whole.writer.take();
		for (const frame of frames) {
			whole.writer.show(frame);
		}

		for (const mouthful of [1, 2, 3, 7]) {
			const {writer, clock, take, taken, screen} = open();
			take(0);
			writer.take();
			for (const frame of frames) {
				writer.show(frame);
				while (!writer.isReady()) {
					take(mouthful);
					await clock.advance(0.02);
				}
			}

			expect(taken()).toBe(whole.taken());
			screen.dispose();
		}
	});

	test('ends an update that was cut short when it restores the terminal', async () => {
		const {writer, take, rows, screen} = opened();
		screen.device.write(Buffer.from('before'));
		writer.take();
		writer.show(padded(['one']));
		take(20);
		writer.show(padded(['two', 'three']));
		await rows();
		expect(screen.isHeldBack()).toBe(true);
		take(Number.POSITIVE_INFINITY);
		await writer.release();
		expect(await rows()).toEqual(padded(['before']));
		expect(screen.isHeldBack()).toBe(false);
	});

	test('restores the terminal in one write, and takes it back', async () => {
		const {writer, screen, rows, attempts} = opened();
		screen.device.write(Buffer.from('before'));
		writer.take();
		writer.show(padded(['\u001B[7mshown']));
		const before = attempts();
		await writer.release();
		expect(attempts()).toBe(before + 1);
		expect(await rows()).toEqual(padded(['before']));
		expect([screen.isAlternate(), screen.isWrapping(), screen.isCursorShown()]).toEqual([false, true, true]);
		writer.show(padded(['later']));
		expect(await rows()).toEqual(padded(['before']));
		writer.take();
		expect(await rows()).toEqual(padded(['later']));
		expect(screen.isAlternate()).toBe(true);
	});

	test('gives up to restore a terminal that takes nothing, within 200 ms', async () => {
		const {writer, clock, take} = opened();
		writer.take();
		writer.show(padded(['one']));
		take(5);
		writer.show(padded(['two']));
		let ended = false;
		const released = writer.release().then(() => {
			ended = true;
		});
		await clock.advance(0.1);
		expect(ended).toBe(false);
		await clock.advance(0.1);
		expect(ended).toBe(true);
		await released;
	});

	test('has what it did not show thrown away where that leaves no room, and waits for the end of it', async () => {
		const {writer, clock, take, attempts, onDiscard, rows, screen} = opened();
		writer.take();
		writer.show(padded(['one']));
		take(5);
		const {promise, resolve} = deferred<void>();
		onDiscard(() => promise);
		const released = writer.release();
		const before = attempts();
		take(Number.POSITIVE_INFINITY);
		await clock.advance(0.1);
		expect(attempts()).toBe(before);
		resolve();
		await released;
		await rows();
		expect(attempts()).toBe(before + 1);
		expect([screen.isAlternate(), screen.isWrapping(), screen.isCursorShown()]).toEqual([false, true, true]);
	});

	test('a second wait for the restoring waits for the same', async () => {
		const {writer, clock, take} = opened();
		writer.take();
		writer.show(padded(['one']));
		take(0);
		const ends: string[] = [];
		void writer.release().then(() => ends.push('first'));
		void writer.release().then(() => ends.push('second'));
		await clock.advance(0.1);
		expect(ends).toEqual([]);
		await clock.advance(0.1);
		expect(ends).toEqual(['first', 'second']);
	});

	test('restores nothing where it never wrote', async () => {
		const {writer, taken} = opened();
		await writer.release();
		writer.abandon();
		expect(taken()).toBe('');
	});

	test('tells once that the terminal is gone, and writes no more', async () => {
		const {writer, told, attempts, break: breakIt} = opened();
		writer.take();
		writer.show(padded(['one']));
		breakIt();
		told.length = 0;
		writer.show(padded(['two']));
		const before = attempts();
		writer.show(padded(['three']));
		await writer.release();
		expect(told).toEqual(['lost']);
		expect(attempts()).toBe(before);
	});
});

/** What terminals and width tables disagree about, what is wide, what is nothing, and what joins. */
const odd = [
	'\uFFF9',
	'\u0E33',
	'\u0600',
	'\u200B',
	'\u00AD',
	'\u2060',
	'👩‍👩‍👧',
	'日',
	'本',
	'e\u0301',
	'가',
	'🏳️‍🌈',
];
const character = fc.constantFrom(...odd, ...'abc defghij ');
const colour = fc.constantFrom('', '', '\u001B[7m', '\u001B[1m\u001B[33m');
/** A row begins with what has a width, as all of domtop's do: @xterm/headless gives what has none a cell there, or not. */
const row = fc
	.tuple(colour, fc.array(character, {maxLength: 30}), fc.constantFrom('', '\u001B[0m'))
	.map(([before, characters, after]) => {
		const first = characters.findIndex((one) => stringWidth(one) > 0);
		return before + (first === -1 ? '' : characters.slice(first).join('')) + after;
	});
const sizes = fc.record({columns: fc.integer({min: 1, max: 24}), rows: fc.integer({min: 1, max: 6})});
const step = fc.oneof(
	{weight: 6, arbitrary: fc.record({rows: fc.array(row, {maxLength: 6})})},
	{weight: 6, arbitrary: fc.record({take: fc.integer({min: 0, max: 40})})},
	{weight: 1, arbitrary: fc.record({size: sizes})},
	{weight: 1, arbitrary: fc.constant({lend: true} as const)},
);

/** Without what joins: @xterm/headless may drop it where two writes meet. */
const cells = (screen: Screen, {columns, rows}: {readonly columns: number; readonly rows: number}) =>
	Array.from({length: rows}, (_, row) =>
		Array.from({length: columns}, (_, column) => {
			const cell = screen.cell(row, column);
			return {...cell, text: [...cell.text][0]};
		}),
	);

test('whatever the frames, the sizes and the mouthfuls were, the last frame stands there, row for row', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(step, {maxLength: 30}), fc.array(row, {maxLength: 6}), async (steps, last) => {
			let size = {columns: 20, rows: 5};
			const {writer, clock, take, screen, rows} = open(size);
			writer.take();
			for (const one of steps) {
				if ('rows' in one) {
					writer.show(padded(one.rows, size.rows));
				} else if ('take' in one) {
					take(one.take);
					await clock.advance(0.02);
				} else if ('size' in one) {
					size = one.size;
					await screen.settled();
					screen.resize(size);
					writer.forget();
				} else {
					const released = writer.release();
					await clock.advance(0.2);
					await released;
					writer.take();
				}
			}

			const frame = padded(last, size.rows);
			writer.show(frame);
			take(Number.POSITIVE_INFINITY);
			await clock.advance(0.1);
			await rows();

			// The same frame alone, each row on a terminal that has no other.
			const expected = [];
			for (const text of frame) {
				const lone = createScreenStream({...size, rows: 1});
				lone.device.write(Buffer.from(`\u001B[?7l${text}`));
				await lone.settled();
				expected.push(...cells(lone, {...size, rows: 1}));
				lone.dispose();
			}

			expect(cells(screen, size)).toEqual(expected);
			expect(screen.isHeldBack()).toBe(false);
			await writer.release();
			await rows();
			expect([
				screen.isAlternate(),
				screen.isWrapping(),
				screen.isCursorShown(),
				screen.isHeldBack(),
			]).toEqual([false, true, true, false]);
			screen.dispose();
		}),
		{numRuns: 300},
	);
}, 120_000);
