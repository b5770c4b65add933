import type {Scene} from '../scene/scene.ts';
import type {Key, Step} from './key.ts';

/** Moves within the list. @param lines gives the number of lines to move, from the lines of a page. */
const moveBy =
	(lines: (step: number) => number) =>
	({body: {span}}: Scene): readonly Step[] => {
		if (span.count === 0) {
			return [];
		}

		const index = Math.max(0, Math.min(span.count - 1, span.index + lines(span.step)));
		return [{type: 'move', index, key: span.keyAt(index)}];
	};

/** Keys that move within the page, whatever the page shows. */
export const moveKeys: readonly Key[] = [
	{
		inputs: ['up', 'k'],
		label: 'Up k',
		help: 'One line up. The selection stays on its domain or device when the order changes.',
		act: moveBy(() => -1),
	},
	{inputs: ['down', 'j'], label: 'Down j', help: 'One line down.', act: moveBy(() => 1)},
	{inputs: ['pageup'], label: 'PgUp', help: 'One page up.', act: moveBy((step) => -step)},
	{inputs: ['pagedown'], label: 'PgDn', help: 'One page down.', act: moveBy((step) => step)},
	{
		inputs: ['home', 'g'],
		label: 'Home g',
		help: 'To the first line; the selection stays there, whatever comes to stand first.',
		act: () => [{type: 'move', index: 0, key: undefined}],
	},
	{inputs: ['end', 'G'], label: 'End G', help: 'To the last line.', act: moveBy(() => 1e9)},
];
