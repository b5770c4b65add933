import {afterEach, describe, expect, test, vi} from 'vitest';
import {createKeyboard} from '../../source/app/keyboard.ts';
import {openLiveScreen} from '../../source/app/live-screen.tsx';
import {systemClock} from '../../source/async/clock.ts';
import type {Size} from '../../source/scene/layout.ts';
import type {TerminalStyle} from '../../source/text/terminal-style.ts';
import {createScreenStream} from '../helpers/screen-stream.ts';
import {openBench} from '../helpers/simulated-session.ts';

// chalk asks once, as it is loaded; no terminal is here to answer.
vi.hoisted(() => {
	process.env.FORCE_COLOR = '1';
});

const open = async (size: Size, terminalStyle: TerminalStyle = {colour: true, ascii: false}) => {
	const screen = createScreenStream(size);
	const bench = await openBench({size, terminalStyle});
	await bench.refresh(2);
	const display = openLiveScreen(bench.session, screen.device, systemClock, {
		hasKeyboard: true,
		onLost: () => {},
	});
	const keyboard = createKeyboard(screen.stdin, systemClock, bench.session);
	await keyboard.start();
	const lines = async (): Promise<readonly string[]> => {
		await display.drawn();
		await screen.settled();
		return screen.lines();
	};

	const until = (check: (lines: readonly string[]) => boolean): Promise<readonly string[]> =>
		vi.waitFor(
			async () => {
				const shown = await lines();
				expect(shown).toSatisfy(check);
				return shown;
			},
			{timeout: 30_000, interval: 5},
		);

	return {
		...bench,
		screen,
		display,
		lines,
		until,
		async close() {
			keyboard.stop();
			await display.close();
			await bench.close();
			screen.dispose();
		},
	};
};

describe('the live screen', {timeout: 60_000}, () => {
	let live: Awaited<ReturnType<typeof open>> | undefined;

	afterEach(async () => {
		await live?.close();
		live = undefined;
	});

	test('keys that come in one burst are taken one by one', async () => {
		live = await open({columns: 80, rows: 24});
		live.screen.type('jj/web\r');
		const lines = await live.until((shown) => shown[4]?.includes('web-front') ?? false);
		expect(lines[0]).toContain('filter web');
		expect(lines.at(-1)).not.toContain('Filter by');
	});

	test('arrows, page keys and escape arrive under their names', async () => {
		live = await open({columns: 80, rows: 24});
		live.screen.type('\u001B[B\u001B[B');
		await live.until((shown) => shown[6]?.startsWith('>') ?? false);
		live.screen.type('\r');
		await live.until((shown) => shown[4]?.includes('MEMORY') ?? false);
		live.screen.type('\u001B');
		await live.until((shown) => shown[3]?.includes('NAME') ?? false);
	});

	test('the selected row is inverse, an old one dim, one with a problem yellow and bold', async () => {
		live = await open({columns: 120, rows: 40});
		const lines = await live.lines();
		const row = (name: string): number => lines.findIndex((line) => line.slice(1).startsWith(name));
		expect(live.screen.cell(row('db-orders'), 3)).toMatchObject({inverse: true});
		expect(live.screen.cell(row('db-orders'), 119)).toMatchObject({inverse: true});
		expect(live.screen.cell(row('stuck-guest'), 3)).toMatchObject({bold: true, colour: 3, inverse: false});
		expect(live.screen.cell(row('mail'), 3)).toMatchObject({bold: false, colour: undefined});
		expect(lines[row('stuck-guest')]).toMatch(/^!/);
		expect(live.screen.cell(0, lines[0]?.indexOf('SIMULATED') ?? 0)).toMatchObject({
			inverse: true,
			colour: 3,
		});
	});

	test('without colour nothing has one, and signs stay', async () => {
		live = await open({columns: 120, rows: 40}, {colour: false, ascii: false});
		const lines = await live.lines();
		for (const [row, line] of lines.entries()) {
			for (let column = 0; column < line.length; column++) {
				expect(live.screen.cell(row, column).colour).toBeUndefined();
			}
		}

		const stuck = lines.findIndex((line) => line.startsWith('!stuck-guest'));
		expect(live.screen.cell(stuck, 3)).toMatchObject({bold: true});
	});

	test('wide names keep their columns where they are', async () => {
		live = await open({columns: 80, rows: 40});
		const lines = await live.lines();
		const plain = lines.findIndex((line) => line.includes('freebsd-nfs'));
		const wide = lines.findIndex((line) => line.includes('日本語-db'));
		const start = lines.find((line) => line.startsWith(' NAME'))?.indexOf('STATE') ?? 0;
		const state = (row: number): string =>
			Array.from({length: 7}, (_, place) => live?.screen.cell(row, start + place).text).join('');
		expect(state(plain)).toBe('running');
		expect(state(wide)).toBe('running');
	});

	test('a resize is drawn at once, and leaves nothing of the old size behind', async () => {
		live = await open({columns: 120, rows: 40});
		await live.lines();
		for (const size of [
			{columns: 60, rows: 15},
			{columns: 20, rows: 5},
			{columns: 10, rows: 2},
			{columns: 200, rows: 50},
			{columns: 80, rows: 24},
		]) {
			live.screen.resize(size);
			live.display.forget();
			live.session.resize(size);
			const lines = await live.lines();
			expect(lines).toHaveLength(size.rows);
			const fresh = createScreenStream(size);
			const other = openLiveScreen(live.session, fresh.device, systemClock, {
				hasKeyboard: true,
				onLost: () => {},
			});
			await other.drawn();
			await fresh.settled();
			expect(lines).toEqual(fresh.lines());
			await other.close();
			fresh.dispose();
		}
	});

	test('every way out leaves the terminal as it was', async () => {
		live = await open({columns: 80, rows: 24});
		await live.lines();
		const {screen, display} = live;
		const modes = () => ({
			alternate: screen.isAlternate(),
			cursor: screen.isCursorShown(),
			wrapping: screen.isWrapping(),
			heldBack: screen.isHeldBack(),
		});
		expect(modes()).toEqual({alternate: true, cursor: false, wrapping: false, heldBack: false});
		await display.close();
		await screen.settled();
		expect(modes()).toEqual({alternate: false, cursor: true, wrapping: true, heldBack: false});
	});
});
