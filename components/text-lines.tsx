import {Text} from 'ink';
import type {TextLine} from '../source/scene/text-line.ts';
import type {TerminalStyle} from '../source/text/terminal-style.ts';
import {fittedLine, Line} from './line.tsx';
import {useStandIn} from './stand-in.ts';

type Props = {
	readonly lines: readonly TextLine[];
	readonly width: number;
	readonly terminalStyle: TerminalStyle;
};

/** Lines one under the other. */
export const TextLines = ({lines, width, terminalStyle}: Props) => {
	const standIn = useStandIn(lines.map((line) => [fittedLine(line, width, terminalStyle)]));
	return standIn === undefined ? (
		lines.map(({text, style}, index) => (
			// biome-ignore lint/suspicious/noArrayIndexKey: a line of the screen is known by its place.
			<Line key={index} text={text} width={width} terminalStyle={terminalStyle} style={style} />
		))
	) : (
		<Text>{standIn}</Text>
	);
};
