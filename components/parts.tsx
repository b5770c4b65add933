import {Text} from 'ink';
import type {Part} from '../source/scene/pack-parts.ts';
import type {TerminalStyle} from '../source/text/terminal-style.ts';
import type {Look} from './look.ts';
import {useStandIn} from './stand-in.ts';

const lookOf = (style: Part['style'], colour: boolean): Look => ({
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
	const pieces = parts.map(({text, style}) => ({text, look: lookOf(style, terminalStyle.colour)}));
	const standIn = useStandIn([pieces]);
	if (standIn !== undefined) {
		return <Text>{standIn}</Text>;
	}

	let column = 0;
	return (
		<Text wrap="truncate">
			{pieces.map(({text, look}) => {
				const key = column;
				// An empty piece needs a key of its own too.
				column += Math.max(1, text.length);
				return (
					<Text key={key} {...look}>
						{text}
					</Text>
				);
			})}
		</Text>
	);
};
