import {Text} from 'ink';
import type {Part} from '../source/scene/pack-parts.ts';
import type {TerminalStyle} from '../source/text/terminal-style.ts';

const styles = (style: Part['style'], colour: boolean) => ({
	bold: style === 'bold' || style === 'bad',
	inverse: style === 'mark',
	dimColor: style === 'dim',
	...(style === 'bad' && colour ? {color: 'red'} : {}),
	...(style === 'mark' && colour ? {color: 'yellow'} : {}),
});

/** One line made of pieces that were packed to its width. */
export const Parts = ({
	parts,
	terminalStyle,
}: {
	readonly parts: readonly Part[];
	readonly terminalStyle: TerminalStyle;
}) => {
	let column = 0;
	return (
		<Text wrap="truncate">
			{parts.map(({text, style}) => {
				const key = column;
				// An empty piece needs a key of its own too.
				column += Math.max(1, text.length);
				return (
					<Text key={key} {...styles(style, terminalStyle.colour)}>
						{text}
					</Text>
				);
			})}
		</Text>
	);
};
