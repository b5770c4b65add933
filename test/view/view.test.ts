import {describe, expect, test} from 'vitest';
import type {Action} from '../../source/view/action.ts';
import {reduceView} from '../../source/view/reduce-view.ts';
import {initialView, type View} from '../../source/view/view.ts';
import {viewChoices} from '../../source/view/view-choices.ts';
import {someView} from '../helpers/some-view.ts';

const reduced = (view: View, ...actions: readonly Action[]): View => actions.reduce(reduceView, view);

const opened: Action = {type: 'open', rowKey: 'host/a', name: 'a', selected: undefined};

describe('initialView', () => {
	test('sorts each page by its own column, and the chosen one as asked', () => {
		const view = someView({page: 'disks', sort: 'wr', reverse: true, columns: ['name', 'wr']});
		expect(view.page).toBe('disks');
		expect(view.sorts.disks).toEqual({column: 'wr', reverse: true});
		expect(view.sorts.domains).toEqual({column: 'cpu', reverse: false});
		expect(view.columns).toEqual({disks: ['name', 'wr']});
	});
});

describe('reduceView', () => {
	const start = someView();

	test('never changes the view it is given', () => {
		const frozen = Object.freeze({...start, sorts: Object.freeze({...start.sorts})});
		expect(() => reduced(frozen, {type: 'reverse'}, {type: 'page', page: 'cpu'}, opened)).not.toThrow();
	});

	test('each page keeps its own order and selection', () => {
		const view = reduced(
			start,
			{type: 'sort', column: 'mem'},
			{type: 'move', index: 3, key: 'host/b'},
			{type: 'page', page: 'disks'},
			{type: 'reverse'},
			{type: 'page', page: 'domains'},
		);
		expect(view.sorts.domains).toEqual({column: 'mem', reverse: false});
		expect(view.sorts.disks).toEqual({column: 'io', reverse: true});
		expect(view.selections.domains).toMatchObject({key: 'host/b', index: 3});
		expect(view.selections.disks.key).toBeUndefined();
	});

	test('another column begins unreversed, the same one stays as it is', () => {
		const reversed = reduced(start, {type: 'reverse'});
		expect(reduced(reversed, {type: 'sort', column: 'cpu'}).sorts.domains.reverse).toBe(true);
		expect(reduced(reversed, {type: 'sort', column: 'mem'}).sorts.domains.reverse).toBe(false);
	});

	test('back leaves what was entered last: overlay, device, domain', () => {
		const deep = reduced(
			start,
			opened,
			{type: 'openDevice', device: {kind: 'disk', name: 'vda'}},
			{type: 'overlay', overlay: {kind: 'help', scroll: 0}},
		);
		const device = reduced(deep, {type: 'back'});
		expect(device.overlay).toBeUndefined();
		expect(device.opened?.device).toEqual({kind: 'disk', name: 'vda'});
		const domain = reduced(device, {type: 'back'});
		expect(domain.opened).toMatchObject({rowKey: 'host/a', device: undefined});
		expect(reduced(domain, {type: 'back'}).opened).toBeUndefined();
	});

	test('move goes to what is on top', () => {
		const help = reduced(start, opened, {type: 'overlay', overlay: {kind: 'help', scroll: 0}});
		const scrolled = reduced(help, {type: 'move', index: 5, key: undefined});
		expect(scrolled.overlay).toEqual({kind: 'help', scroll: 5});
		expect(scrolled.opened?.selection.index).toBe(0);
		const inside = reduced(start, opened, {type: 'move', index: 2, key: 'host/a/disk/vdb'});
		expect(inside.opened?.selection).toMatchObject({index: 2, key: 'host/a/disk/vdb'});
		expect(inside.selections.domains.index).toBe(0);
	});

	test('the CPU base goes round, the sectors back and forth', () => {
		const bases = [1, 2, 3].map(
			(times) => reduced(start, ...Array<Action>(times).fill({type: 'cpuBase'})).cpuBase,
		);
		expect(bases).toEqual(['host', 'domain', 'cpu']);
		expect(reduced(start, {type: 'sectors'}).sectors).toBe('512');
		expect(reduced(start, {type: 'sectors'}, {type: 'sectors'}).sectors).toBe('physical');
	});

	test('columns are chosen for one page, and given up again', () => {
		const chosen = reduced(start, {type: 'columns', columns: ['name', 'id']});
		expect(chosen.columns).toEqual({domains: ['name', 'id']});
		expect(reduced(chosen, {type: 'columns', columns: undefined}).columns).toEqual({});
	});

	test('a column of the chooser goes in and out', () => {
		const chooser: Action = {
			type: 'overlay',
			overlay: {kind: 'columns', cursor: 0, chosen: new Set(['name'])},
		};
		const view = reduced(
			start,
			chooser,
			{type: 'toggleColumn', column: 'id'},
			{type: 'toggleColumn', column: 'name'},
		);
		expect(view.overlay?.kind === 'columns' && [...view.overlay.chosen]).toEqual(['id']);
	});

	test('another page closes what covers it', () => {
		const view = reduced(start, opened, {type: 'overlay', overlay: {kind: 'problems', scroll: 0}});
		expect(reduced(view, {type: 'page', page: 'nics'})).toMatchObject({
			page: 'nics',
			opened: undefined,
			overlay: undefined,
		});
	});
});

test('a program that is told the choices of a view starts with them', () => {
	const view = reduced(
		someView({filter: 'web', delay: 0.5}),
		{type: 'page', page: 'disks'},
		{type: 'sort', column: 'wr'},
		{type: 'reverse'},
		{type: 'columns', columns: ['name', 'wr']},
		{type: 'sectors'},
	);
	expect(viewChoices(view)).toEqual({
		page: 'disks',
		sort: 'wr',
		reverse: true,
		columns: ['name', 'wr'],
		filter: 'web',
		delay: 0.5,
		sectors: '512',
	});
	expect(initialView(viewChoices(view))).toEqual(view);
	expect(initialView(viewChoices(someView()))).toEqual(someView());
});
