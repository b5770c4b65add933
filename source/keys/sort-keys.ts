import type {Column} from '../columns/column.ts';
import {columns} from '../columns/columns.ts';
import type {Scene} from '../scene/scene.ts';
import type {Key, Step} from './key.ts';
import {message} from './key.ts';

const orderText = ({header, kind}: Column, reverse: boolean): string => {
	const order = kind === 'text' ? ['A to Z', 'Z to A'] : ['highest first', 'lowest first'];
	return `Sorted by ${header}, ${order[Number(reverse)]}.`;
};

const sortBy = (column: Column, {view}: Scene): readonly Step[] => {
	const {column: present, reverse} = view.sorts[view.page];
	return [{type: 'sort', column: column.key}, message(orderText(column, present === column.key && reverse))];
};

const byKey =
	(key: string, noun: string) =>
	(scene: Scene): readonly Step[] => {
		const column = columns[scene.view.page].find((one) => one.key === key);
		return column
			? sortBy(column, scene)
			: [message(`This page cannot be sorted by ${noun}; < and > choose one of its columns.`, true)];
	};

/** Sorts by the shown column `places` to the right of the present column; where that is not shown, by the first. */
const neighbour =
	(places: number) =>
	(scene: Scene): readonly Step[] => {
		const {body, view} = scene;
		if (body.kind !== 'table') {
			return [];
		}

		const shown = body.placed.map(({column}) => column);
		const present = shown.findIndex(({key}) => key === view.sorts[view.page].column);
		const column = shown[present < 0 ? 0 : Math.max(0, Math.min(shown.length - 1, present + places))];
		return column ? sortBy(column, scene) : [];
	};

const reverse = ({view}: Scene): readonly Step[] => {
	const sort = view.sorts[view.page];
	const column = columns[view.page].find(({key}) => key === sort.column);
	return column ? [{type: 'reverse'}, message(orderText(column, !sort.reverse))] : [];
};

/** Keys that sort the table; each page keeps its own order. */
export const sortKeys: readonly Key[] = [
	{inputs: ['P'], label: 'P', help: 'Sort by CPU.', places: ['table'], act: byKey('cpu', 'CPU')},
	{inputs: ['M'], label: 'M', help: 'Sort by memory.', places: ['table'], act: byKey('mem', 'memory')},
	{inputs: ['T'], label: 'T', help: 'Sort by processor time.', places: ['table'], act: byKey('time', 'time')},
	{inputs: ['N'], label: 'N', help: 'Sort by id.', places: ['table'], act: byKey('id', 'id')},
	{
		inputs: ['<', 'left'],
		label: '< Left',
		help: 'Sort by the column to the left.',
		places: ['table'],
		act: neighbour(-1),
	},
	{
		inputs: ['>', 'right'],
		label: '> Right',
		help: 'Sort by the column to the right.',
		places: ['table'],
		act: neighbour(1),
	},
	{inputs: ['r'], label: 'r', help: 'Turn the order round.', places: ['table'], act: reverse},
];
