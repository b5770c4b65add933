import type {HelpRow} from '../scene/help-rows.ts';
import type {Scene} from '../scene/scene.ts';
import {sectorsDiffer} from '../usage/sector-size.ts';
import {chooseKeys} from './choose-keys.ts';
import {type Key, message, type Step} from './key.ts';
import {moveKeys} from './move-keys.ts';
import {pageKeys} from './page-keys.ts';
import {pasteSteps, promptKeys, promptSteps} from './prompt-keys.ts';
import {sortKeys} from './sort-keys.ts';
import type {Paste} from './terminal-input/paste-reader.ts';

const bases = {
	cpu: 'of the whole host',
	host: "of the domain's own vCPUs",
	domain: 'of one host CPU',
} as const;

const signalKeys: readonly Key[] = [
	{inputs: ['ctrl-c'], label: '^C', help: 'Quit with code 130.', act: () => [{type: 'quit', code: 130}]},
	{
		inputs: ['ctrl-z'],
		label: '^Z',
		help: 'Suspend; nothing is read meanwhile. fg comes back.',
		act: () => [{type: 'suspend'}],
	},
];

/** The message names the new sector size, and says where it makes no difference. */
const changeSectors = ({view, usage}: Scene): readonly Step[] => {
	const now =
		view.sectors === 'physical'
			? "A VBD sector counts 512 bytes, as Linux's blkback counts"
			: "A VBD sector counts as its backend's physical sector, as in libvirt";
	const differs = usage?.domains.some(({disks}) => disks?.some(({disk}) => sectorsDiffer(disk)));
	return [{type: 'sectors'}, message(`${now}${differs ? '' : '; here that is the same'}.`)];
};

const displayKeys: readonly Key[] = [
	{inputs: [' '], label: 'Space', help: 'Refresh now, frozen or not.', act: () => [{type: 'refresh'}]},
	{
		inputs: ['z'],
		label: 'z',
		help: 'Freeze and go on again; nothing is read meanwhile.',
		act: ({view}) => [
			{type: 'freeze'},
			message(view.frozen ? 'Resumed.' : 'Frozen: nothing is read until z is pressed again.'),
		],
	},
	{
		inputs: ['i'],
		label: 'i',
		help: 'CPU in percent of one host CPU, of the whole host, or of the own vCPUs.',
		act: ({view}) => [{type: 'cpuBase'}, message(`CPU in percent ${bases[view.cpuBase]}.`)],
	},
	{
		inputs: ['B'],
		label: 'B',
		help: 'Requests and packets instead of bytes on page 0, and back.',
		act: ({view}) =>
			view.columns.domains
				? [message('The columns of page 0 were chosen one by one: c changes them.', true)]
				: [
						{type: 'requests'},
						message(`Page 0 shows ${view.requests ? 'bytes' : 'requests and packets'} per second.`),
					],
	},
	{
		inputs: ['x'],
		label: 'x',
		help: "Count a Xen VBD's sectors as its backend's physical sectors, or as 512 bytes.",
		act: changeSectors,
	},
];

const overlayKey = (kind: 'help' | 'problems', inputs: readonly string[], help: string): readonly Key[] => [
	{inputs, label: '', help: '', places: [kind], act: () => [{type: 'back'}]},
	{
		inputs,
		label: inputs.join(' '),
		help,
		act: () => [{type: 'overlay', overlay: {kind, scroll: 0}}],
	},
];

/** Every key, in the order of the help. The first key that fits the place counts. */
export const keys: readonly Key[] = [
	...moveKeys,
	...pageKeys,
	...sortKeys,
	...chooseKeys,
	...promptKeys,
	...displayKeys,
	...overlayKey('problems', ['!'], 'All problems, the oldest first, with advice.'),
	{inputs: ['ctrl-l'], label: '^L', help: 'Redraw the screen.', act: () => [{type: 'repaint'}]},
	{
		inputs: ['W'],
		label: 'W',
		help: 'Write page, order, columns, filter, delay and what x chose to the config file.',
		act: () => [{type: 'writeConfig'}],
	},
	...overlayKey('help', ['?', 'h'], 'This help.'),
	{inputs: ['q'], label: 'q', help: 'Quit.', act: () => [{type: 'quit', code: 0}]},
	...signalKeys,
];

/** The help's lines for keys; a key without a label is described under another key. */
export const keyHelp: readonly HelpRow[] = keys
	.filter(({label}) => label !== '')
	.map(({label, help}) => ({term: label, meaning: help}));

/** The steps of a key in this scene. Every key clears the message; a key without a meaning here does nothing else. */
export const keySteps = (scene: Scene, keystroke: string): readonly Step[] => {
	const {view, body} = scene;
	const read: readonly Step[] = [{type: 'read'}];
	const everywhere = signalKeys.find(({inputs}) => inputs.includes(keystroke));
	if (view.prompt && !everywhere) {
		return [...read, ...promptSteps(view.prompt, keystroke)];
	}

	const key = keys.find(
		({inputs, places}) => inputs.includes(keystroke) && (places?.includes(body.kind) ?? true),
	);
	return [...read, ...(key?.act(scene) ?? [])];
};

/** The steps of a paste: its text goes into the open prompt. Without a prompt a paste does nothing, and never acts as keys. */
export const pasted = ({view}: Scene, paste: Paste): readonly Step[] =>
	view.prompt ? pasteSteps(view.prompt, paste) : [];
