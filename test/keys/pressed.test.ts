import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {columns} from '../../source/columns/columns.ts';
import type {Scene} from '../../source/scene/scene.ts';
import {selectedRow} from '../../source/scene/table-scene.ts';
import {type Bench, openBench} from '../helpers/simulated-session.ts';

describe('pressed', () => {
	let bench: Bench;

	beforeEach(async () => {
		bench = await openBench();
		await bench.refresh();
	});

	afterEach(() => bench.close());

	const scene = (): Scene => bench.session.scene.get();
	const press = (...names: readonly string[]): void => bench.session.press(names);
	const selected = (): string | undefined => {
		const {body} = scene();
		return body.kind === 'table' ? selectedRow(body)?.usage.domain.name : undefined;
	};
	const said = (): string | undefined => scene().view.message?.text;

	test('j and k move, and stop at the ends', () => {
		const first = selected();
		press('j', 'j', 'k', 'k', 'k');
		expect(selected()).toBe(first);
		press('G', 'j');
		const {body} = scene();
		expect(body.kind === 'table' && body.selection.index).toBe(29);
		press('g');
		expect(selected()).toBe(first);
	});

	test('a page is as long as the screen', () => {
		press('pagedown');
		const {body} = scene();
		expect(body.kind === 'table' && body.selection.index).toBe(18);
		press('pageup');
		expect(scene().body.span.index).toBe(0);
	});

	test('a selection stays on its domain in another order; without one it stays on top', () => {
		press('j', 'j');
		const name = selected();
		press('<');
		expect(selected()).toBe(name);
		press('g', 'P', 'r');
		expect(scene().view.selections.domains.key).toBeUndefined();
		expect(scene().body.span.index).toBe(0);
	});

	test('P M T N sort where the page has such a column, and say so where not', () => {
		press('M');
		expect(scene().view.sorts.domains.column).toBe('mem');
		expect(said()).toBe('Sorted by MEM, highest first.');
		press('N');
		expect(said()).toBe('Sorted by ID, highest first.');
		press('3', 'P');
		expect(scene().view.sorts.disks.column).toBe('io');
		expect(scene().view.message).toMatchObject({failed: true});
	});

	test('< and > go through the columns that are shown, and stop at the ends', () => {
		press(...Array<string>(30).fill('<'));
		expect(scene().view.sorts.domains.column).toBe('name');
		expect(said()).toBe('Sorted by NAME, A to Z.');
		press('right');
		expect(scene().view.sorts.domains.column).toBe('state');
		press(...Array<string>(30).fill('>'));
		expect(scene().view.sorts.domains.column).toBe('latency');
	});

	test('r turns the order round and says how it is', () => {
		press('r');
		expect(said()).toBe('Sorted by CPU%, lowest first.');
		expect(selected()).not.toBe('db-orders');
		press('r');
		expect(selected()).toBe('db-orders');
	});

	test('enter goes into the domain, into its device, esc goes back out', () => {
		press('enter');
		expect(scene().body.kind).toBe('domain');
		press('j', 'enter');
		expect(scene().view.opened?.device).toEqual({kind: 'disk', name: 'vdb'});
		expect(scene().body.kind).toBe('device');
		press('escape');
		expect(scene().body.kind).toBe('domain');
		expect(scene().view.opened?.selection.key).toMatch(/\/disk\/vdb$/);
		press('escape');
		expect(scene().body.kind).toBe('table');
	});

	test('enter on a device row goes to its domain with that device selected', () => {
		press('3', '/', ...'swap', 'enter', 'j', 'enter');
		const {opened} = scene().view;
		expect(opened?.name).toBe('cache-swapping');
		expect(opened?.selection.key).toMatch(/\/disk\/vda$/);
		press('enter');
		expect(scene().view.opened?.device).toEqual({kind: 'disk', name: 'vda'});
	});

	test('a filter works while it is typed; enter keeps it, esc drops it', () => {
		press('/', ...'WEB');
		const names = () => {
			const {body} = scene();
			return body.kind === 'table' ? body.rows.map(({usage}) => usage.domain.name) : [];
		};
		expect(names()).toEqual(['web-front', 'xen-web']);
		press('backspace', 'backspace', 'backspace');
		expect(names()).toHaveLength(30);
		press(...'mail', 'enter');
		expect(scene().view.prompt).toBeUndefined();
		expect(names()).toEqual(['mail']);
		press('escape');
		expect(names()).toHaveLength(30);
		press('/', ...'mail', 'escape');
		expect(scene().view.filter).toBe('');
	});

	test('letters that are keys elsewhere are letters in a prompt', () => {
		press('/', 'q', '!', '0', ' ', '?');
		expect(scene().view.prompt?.text).toBe('q!0 ?');
		expect(bench.asked).toEqual([]);
		press('ctrl-u');
		expect(scene().view.filter).toBe('');
		press('ctrl-c');
		expect(bench.asked).toEqual(['quit 130']);
	});

	test('columns are chosen, kept in order, refused when none is left, given up', () => {
		press('c', ' ', 'j', ' ', 'enter');
		const chosen = scene().view.columns.domains;
		expect(chosen).not.toContain('name');
		expect(chosen).not.toContain('state');
		press('c', ' ', 'enter');
		expect(scene().view.columns.domains).toContain('name');
		press('c', 'a');
		expect(scene().view.columns.domains).toBeUndefined();
		press('c', ' ', 'escape');
		expect(scene().view.columns.domains).toBeUndefined();
		press(
			'c',
			...columns.domains.flatMap(({priority}) => (priority === undefined ? ['j'] : [' ', 'j'])),
			'enter',
		);
		expect(scene().body.kind).toBe('columns');
		expect(scene().view.message).toMatchObject({failed: true});
	});

	test('choosing nothing else leaves the usual columns', () => {
		press('c', 'enter');
		expect(scene().view.columns.domains).toBeUndefined();
	});

	test.each([
		['?', 'help'],
		['h', 'help'],
		['!', 'problems'],
		['c', 'columns'],
	])('%s opens a list that q closes without quitting', (key, kind) => {
		press(key);
		expect(scene().body.kind).toBe(kind);
		press('q');
		expect(scene().body.kind).toBe('table');
		expect(bench.asked).toEqual([]);
		press('q');
		expect(bench.asked).toEqual(['quit 0']);
	});

	test('lists scroll to their end and no further', () => {
		press('?', 'G');
		const end = scene().body.span.index;
		press('j', 'pagedown');
		expect(scene().body.span.index).toBe(end);
		const {body} = scene();
		expect(body.kind === 'help' && body.rows.at(-1)?.meaning).toMatch(/1000/);
	});

	test('a message stays until the next key, or for some seconds', async () => {
		press('i');
		expect(said()).toBe('CPU in percent of the whole host.');
		press('j');
		expect(said()).toBeUndefined();
		press('B');
		await bench.refresh(3);
		expect(said()).toBe('Page 0 shows requests and packets per second.');
		await bench.refresh(4);
		expect(said()).toBeUndefined();
	});

	test('the rest asks the owner of the terminal', () => {
		press('ctrl-l', 'ctrl-z');
		expect(bench.asked).toEqual(['repaint', 'suspend']);
	});

	test('keys that mean nothing do nothing', () => {
		const before = scene();
		press('y', 'tab', 'ctrl-d', '日');
		expect(scene().view).toEqual(before.view);
	});
});
