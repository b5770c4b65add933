import fc from 'fast-check';
import {render} from 'ink';
import type {ReactNode} from 'react';
import {afterEach, describe, expect, test, vi} from 'vitest';
import {App} from '../../components/app.tsx';
import {Line} from '../../components/line.tsx';
import {StandInContext} from '../../components/stand-in.ts';
import {createLineStream} from '../../source/app/terminal/line-stream.ts';
import {createStandIns} from '../../source/app/terminal/stand-ins.ts';
import {pageNames} from '../../source/columns/columns.ts';
import type {Size} from '../../source/scene/layout.ts';
import {type Scene, sceneOf} from '../../source/scene/scene.ts';
import {cleanText} from '../../source/text/clean-text.ts';
import {someNames} from '../helpers/name-families.ts';
import {aDisk, aDomain, usageWith} from '../helpers/sample-builder.ts';
import {type Bench, openBench} from '../helpers/simulated-session.ts';
import {someView} from '../helpers/some-view.ts';

// chalk asks once, as it is loaded; no terminal is here to answer.
vi.hoisted(() => {
	process.env.FORCE_COLOR = '1';
});

/** The rows of the terminal as Ink draws them. */
const drawn = (tree: ReactNode, size: Size): readonly string[] => {
	let rows: readonly string[] = [];
	const stdout = createLineStream(
		() => size,
		(lines) => {
			rows = lines;
		},
	);
	const instance = render(tree, {stdout, debug: true, interactive: true, patchConsole: false});
	const before = rows;
	instance.unmount();
	return before;
};

/** The same with stand-ins, and how many rows Ink did not draw itself. */
const stoodFor = (tree: ReactNode, size: Size) => {
	const {put, rowOf} = createStandIns();
	let count = 0;
	const counting = (row: string): string => {
		count++;
		return put(row);
	};
	const lines = drawn(<StandInContext value={counting}>{tree}</StandInContext>, size);
	return {rows: lines.map(rowOf), count};
};

const expectSame = (scene: Scene): number => {
	const app = <App scene={scene} hasKeyboard />;
	const {rows, count} = stoodFor(app, scene.size);
	expect(rows).toEqual(drawn(app, scene.size));
	return count;
};

const sizes: readonly Size[] = [
	{columns: 80, rows: 24},
	{columns: 200, rows: 50},
	{columns: 61, rows: 15},
	{columns: 20, rows: 5},
	{columns: 10, rows: 2},
];

const styles = [
	{colour: true, ascii: false},
	{colour: false, ascii: false},
	{colour: true, ascii: true},
];

/** Keys that lead to each kind of page, one page after the other. */
const ways: readonly (readonly string[])[] = [
	['1'],
	['2'],
	['3'],
	['4', 'j'],
	['0', 'G'],
	['/', ...'web'],
	['enter', 'enter'],
	['j', 'enter'],
	['escape', 'escape', '/', ...'nothing', 'enter'],
	['escape', '?'],
	['G'],
	['escape', '!'],
	['escape', 'c', 'j', ' '],
	['escape', 'z'],
];

describe('the live screen draws rows as Ink does', {timeout: 120_000}, () => {
	let bench: Bench | undefined;

	afterEach(() => bench?.close());

	test.each(styles)('on all pages, at all sizes: %o', async (terminalStyle) => {
		bench = await openBench({terminalStyle, size: {columns: 80, rows: 24}});
		expectSame(bench.session.scene.get());
		await bench.refresh(3);
		let count = 0;
		for (const keys of [[], ...ways]) {
			bench.session.press(keys);
			await bench.refresh();
			for (const size of sizes) {
				bench.session.resize(size);
				count += expectSame(bench.session.scene.get());
			}
		}

		// Most of the rows: otherwise nothing was compared.
		expect(count).toBeGreaterThan(800);
	});

	test('whatever domains and disks are called', () => {
		const sizesOf = fc.record({
			columns: fc.integer({min: 20, max: 130}),
			rows: fc.integer({min: 4, max: 30}),
		});
		fc.assert(
			fc.property(
				someNames(),
				sizesOf,
				fc.constantFrom(...pageNames),
				fc.constantFrom(...styles),
				(names, size, page, terminalStyle) => {
					const domains = names.map((name, index) =>
						aDomain(name, {key: `${index}`, disks: [aDisk(name.slice(0, 40) || 'vda')]}),
					);
					expectSame(
						sceneOf({
							usage: usageWith(...domains),
							statuses: new Map(),
							view: someView({page}),
							size,
							terminalStyle,
						}),
					);
				},
			),
			{numRuns: 60},
		);
	});

	const unit = fc.oneof(
		{weight: 4, arbitrary: fc.constantFrom(...'ab! -–…│▁█日가…“é\uE000')},
		{weight: 1, arbitrary: fc.integer({min: 0x20, max: 0xff_ff}).map((code) => String.fromCharCode(code))},
	);

	test('whatever a line says', () => {
		fc.assert(
			fc.property(
				fc.array(unit, {maxLength: 12}),
				fc.constantFrom('plain', 'heading', 'selected', 'old', 'problem', 'dim'),
				fc.constantFrom(...styles),
				(units, style, terminalStyle) => {
					const size = {columns: 10, rows: 2};
					const props = {width: size.columns, terminalStyle};
					// A frame without a letter is no frame.
					const lines = (
						<>
							<Line text="x" {...props} />
							<Line text={cleanText(units.join(''))} style={style} {...props} />
						</>
					);
					expect(stoodFor(lines, size).rows).toEqual(drawn(lines, size));
				},
			),
			{numRuns: 1500},
		);
	});

	test('also a line that could be taken for a stand-in', () => {
		const size = {columns: 10, rows: 2};
		const props = {width: size.columns, terminalStyle: {colour: true, ascii: false}};
		const lines = ['!"', '!!'].map((text) => <Line key={text} text={text} {...props} />);
		expect(stoodFor(lines, size).rows).toEqual(['!"', '!!']);
	});
});
