import {Text} from 'ink';
import type {TextLine} from '../source/scene/text-line.ts';
import type {TerminalStyle} from '../source/text/terminal-style.ts';
import {FittedLine, fittedLine} from './line.tsx';
import {useStandIn} from './stand-in.ts';

type Props = {
	readonly lines: readonly TextLine[];
	readonly width: number;
	readonly terminalStyle: TerminalStyle;
};

/** Lines one under the other. */
export const TextLines = ({lines, width, terminalStyle}: Props) => {
	const pieces = lines.map((line) => fittedLine(line, width, terminalStyle));
	const standIn = useStandIn(pieces.map((piece) => [piece]));
	return standIn === undefined ? (
		pieces.map((piece, index) => (
			// biome-ignore lint/suspicious/noArrayIndexKey: a line of the screen is known by its place.
			<FittedLine key={index} piece={piece} />
		))
	) : (
		<Text>{standIn}</Text>
	);
};
