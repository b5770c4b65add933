import {pageNames} from '../columns/columns.ts';
import type {Scene} from '../scene/scene.ts';
import {selectedRow} from '../scene/table-scene.ts';
import {deviceKey} from '../usage/device.ts';
import type {Key, Step} from './key.ts';
import {message} from './key.ts';

const titles = {
	domains: 'Domains: one row a domain, with its busiest disk.',
	cpu: 'vCPUs: one row a vCPU, how much it is used and how long it waits.',
	nics: 'NICs: one row a NIC, over all domains.',
	disks: 'Disks: one row a disk, over all domains.',
	memory: 'Memory: one row a domain, what its guest says of it and how old that is.',
};

const enterDomain = ({body}: Scene): readonly Step[] => {
	const row = body.kind === 'table' ? selectedRow(body) : undefined;
	if (!row) {
		return [];
	}

	const {rowKey, domain, mark = ''} = row.usage;
	const selected = row.key === rowKey ? undefined : row.key;
	return [{type: 'open', rowKey, name: `${domain.name}${mark}`, selected}];
};

const enterDevice = ({body, view}: Scene): readonly Step[] => {
	if (body.kind !== 'domain' || !view.opened) {
		return [];
	}

	const {rowKey, selection} = view.opened;
	const device = body.devices.find((one) => deviceKey(rowKey, one) === selection.key);
	return device ? [{type: 'openDevice', device: {kind: device.kind, name: device.name}}] : [];
};

const leave = ({view}: Scene): readonly Step[] =>
	view.overlay || view.opened
		? [{type: 'back'}]
		: view.filter === ''
			? []
			: [{type: 'filter', filter: ''}, message('All domains are shown.')];

/** Keys that open a domain, a device or a page, and keys that go back. */
export const pageKeys: readonly Key[] = [
	{
		inputs: ['enter'],
		label: 'Enter',
		help: 'Into the selected domain, then into one of its disks, NICs or vCPUs with its history.',
		places: ['table'],
		act: enterDomain,
	},
	{inputs: ['enter'], label: '', help: '', places: ['domain'], act: enterDevice},
	{inputs: ['escape'], label: 'Esc', help: 'Back out; on the table: without filter.', act: leave},
	{
		inputs: ['enter', 'q'],
		label: 'Enter q',
		help: 'Close the help or the list of problems, as esc does.',
		places: ['help', 'problems'],
		act: () => [{type: 'back'}],
	},
	...pageNames.map(
		(page, index): Key => ({
			inputs: [String(index)],
			label: String(index),
			help: titles[page],
			act: () => [{type: 'page', page}],
		}),
	),
];
