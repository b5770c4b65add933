import {Text} from 'ink';
import type {LineStyle, TextLine} from '../source/scene/text-line.ts';
import {fitText} from '../source/text/fit-text.ts';
import {asciiText, type TerminalStyle} from '../source/text/terminal-style.ts';
import type {Look} from './look.ts';
import {type Piece, useStandIn} from './stand-in.ts';

type Props = {
	readonly text: string;
	readonly width: number;
	readonly terminalStyle: TerminalStyle;
	readonly style?: LineStyle;
};

const lookOf = (style: LineStyle, colour: boolean): Look => ({
	bold: style === 'heading' || style === 'problem',
	dimColor: style === 'old' || style === 'dim',
	inverse: style === 'selected',
	...(style === 'problem' && colour ? {color: 'yellow'} : {}),
});

/** A line cut or padded to the width. */
export const fittedLine = ({text, style}: TextLine, width: number, {ascii, colour}: TerminalStyle): Piece => {
	const fitted = fitText(ascii ? asciiText(text) : text, width, 'left', ascii);
	return {
		text: style === 'plain' || style === 'dim' ? fitted.trimEnd() || ' ' : fitted,
		look: lookOf(style, colour),
	};
};

/** A line that fits. */
export const FittedLine = ({piece}: {readonly piece: Piece}) => {
	const standIn = useStandIn([[piece]]);
	return standIn === undefined ? (
		<Text wrap="truncate" {...piece.look}>
			{piece.text}
		</Text>
	) : (
		<Text>{standIn}</Text>
	);
};

/** One whole line of the screen, cut or padded to the width, in one style: it never wraps. */
export const Line = ({text, width, terminalStyle, style = 'plain'}: Props) => (
	<FittedLine piece={fittedLine({text, style}, width, terminalStyle)} />
);
