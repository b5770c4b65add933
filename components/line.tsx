import {Text} from 'ink';
import type {LineStyle} from '../source/scene/text-line.ts';
import {fitText} from '../source/text/fit-text.ts';
import {asciiText, type TerminalStyle} from '../source/text/terminal-style.ts';

type Props = {
	readonly text: string;
	readonly width: number;
	readonly terminalStyle: TerminalStyle;
	readonly style?: LineStyle;
};

const styles = (style: LineStyle, colour: boolean) => ({
	bold: style === 'heading' || style === 'problem',
	dimColor: style === 'old' || style === 'dim',
	inverse: style === 'selected',
	...(style === 'problem' && colour ? {color: 'yellow'} : {}),
});

/** One whole line of the screen, cut or padded to the width, in one style: it never wraps. */
export const Line = ({text, width, terminalStyle, style = 'plain'}: Props) => {
	const fitted = fitText(terminalStyle.ascii ? asciiText(text) : text, width, 'left', terminalStyle.ascii);
	return (
		<Text wrap="truncate" {...styles(style, terminalStyle.colour)}>
			{style === 'plain' || style === 'dim' ? fitted.trimEnd() || ' ' : fitted}
		</Text>
	);
};
