import type {Scene} from '../source/scene/scene.ts';
import {Line} from './line.tsx';
import {TextLines} from './text-lines.tsx';

type Body = Extract<Scene['body'], {kind: 'problems' | 'columns'}>;

const titles = {
	problems: 'PROBLEMS, the oldest first; esc closes',
	columns: 'COLUMNS: space in or out, a usual ones, enter done, esc no',
};

/** The list of problems, or of columns to choose from. */
export const ListPage = ({scene, body}: {readonly scene: Scene; readonly body: Body}) => {
	const {terminalStyle, size} = scene;
	return (
		<>
			<Line text={titles[body.kind]} width={size.columns} terminalStyle={terminalStyle} style="heading" />
			<TextLines lines={body.lines} width={size.columns} terminalStyle={terminalStyle} />
		</>
	);
};
