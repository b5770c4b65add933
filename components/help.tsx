import {type HelpRow, termWidth} from '../source/scene/help-rows.ts';
import type {Scene} from '../source/scene/scene.ts';
import {fitText} from '../source/text/fit-text.ts';
import {asciiText} from '../source/text/terminal-style.ts';
import {SmallTable} from './small-table.tsx';

/** The help, made of the tables of keys and of columns. */
export const Help = ({scene, rows}: {readonly scene: Scene; readonly rows: readonly HelpRow[]}) => {
	const {terminalStyle, size} = scene;
	const cell = (text: string, width: number): string =>
		fitText(terminalStyle.ascii ? asciiText(text) : text, Math.max(1, width), 'left', terminalStyle.ascii);
	const position = 'Help: up and down scroll, esc closes';
	return (
		<SmallTable
			rows={rows.map(({term, meaning}) => ({
				'': cell(term, termWidth),
				[cell(position, size.columns - termWidth - 7)]: cell(meaning, size.columns - termWidth - 7),
			}))}
			terminalStyle={terminalStyle}
		/>
	);
};
