import {stripVTControlCharacters} from 'node:util';
import {renderToString} from 'ink';
import {App} from '../../components/app.tsx';
import type {Size} from '../scene/layout.ts';
import {type Scene, sceneOf} from '../scene/scene.ts';
import {createSectorHint} from '../scene/sector-hint.ts';
import type {TerminalStyle} from '../text/terminal-style.ts';
import type {Usage} from '../usage/usage.ts';
import type {View} from '../view/view.ts';

/** A scene as plain text: no escapes, no spaces at the ends of lines, never more lines than the screen has. */
export const renderScene = (scene: Scene): string => {
	const {columns, rows} = scene.size;
	const drawn = renderToString(<App scene={scene} hasKeyboard />, {columns});
	return stripVTControlCharacters(drawn)
		.split('\n')
		.slice(0, rows)
		.map((line) => line.trimEnd())
		.join('\n');
};

/** One frame of the screen, for mails, pipes and tests. */
export const renderFrame = (usage: Usage, view: View, terminalStyle: TerminalStyle, size: Size): string =>
	renderScene(
		sceneOf({
			usage,
			statuses: new Map(),
			view: createSectorHint(view.sectors)(view, usage),
			terminalStyle,
			size,
		}),
	);
