import {columns} from '../columns/columns.ts';
import {pageColumns} from '../columns/page-columns.ts';
import type {Scene} from '../scene/scene.ts';
import type {Key, Step} from './key.ts';
import {message} from './key.ts';

/** Keys of the columns that the table shows where no columns were chosen. */
const usualOf = ({view, usage}: Pick<Scene, 'view' | 'usage'>): readonly string[] =>
	pageColumns(view.page, usage)
		.filter(({priority}) => priority !== undefined)
		.map(({key}) => key);

const openChooser = (scene: Scene): readonly Step[] => {
	const {view} = scene;
	const chosen = new Set(view.columns[view.page] ?? usualOf(scene));
	return [{type: 'overlay', overlay: {kind: 'columns', cursor: 0, chosen}}];
};

const toggle = ({view}: Scene): readonly Step[] => {
	const column = view.overlay?.kind === 'columns' && columns[view.page][view.overlay.cursor];
	return column ? [{type: 'toggleColumn', column: column.key}] : [];
};

/** Columns that stay keep their order; new columns follow in the order of the page. */
const done = (scene: Scene): readonly Step[] => {
	const {overlay, page, columns: before} = scene.view;
	if (overlay?.kind !== 'columns') {
		return [];
	}

	const {chosen} = overlay;
	if (chosen.size === 0) {
		return [message('At least one column has to stay: choose one with space.', true)];
	}

	const all = pageColumns(page, scene.usage).map(({key}) => key);
	const kept = (before[page] ?? []).filter((key) => chosen.has(key));
	const keys = [...kept, ...all.filter((key) => chosen.has(key) && !kept.includes(key))];
	const asEver = before[page] === undefined && keys.join() === usualOf(scene).join();
	return [{type: 'columns', columns: asEver ? undefined : keys}, {type: 'back'}];
};

/** Keys that open the column chooser, and keys inside the chooser. */
export const chooseKeys: readonly Key[] = [
	{
		inputs: ['c'],
		label: 'c',
		help: 'Choose the columns of this page: space puts one in or out, a takes the usual ones, enter is done, esc changes nothing.',
		places: ['table'],
		act: openChooser,
	},
	{inputs: [' '], label: '', help: '', places: ['columns'], act: toggle},
	{inputs: ['enter'], label: '', help: '', places: ['columns'], act: done},
	{
		inputs: ['a'],
		label: '',
		help: '',
		places: ['columns'],
		act: () => [{type: 'columns', columns: undefined}, {type: 'back'}],
	},
	{inputs: ['q'], label: '', help: '', places: ['columns'], act: () => [{type: 'back'}]},
];
