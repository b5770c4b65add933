/** How a text of the screen looks, in the words of Ink's `<Text>`. */
export type Look = {
	readonly bold?: boolean;
	readonly dimColor?: boolean;
	readonly inverse?: boolean;
	readonly color?: 'red' | 'yellow';
};

const csi = '\u001B[';
const colours = {red: 31, yellow: 33};

/** The text between the sequences that Ink puts around it (ECMA-48, 8.3.117 SGR). An empty text has no sequences. */
export const styledText = (text: string, {bold, dimColor, inverse, color}: Look): string => {
	if (text === '') {
		return '';
	}

	let styled = dimColor ? `${csi}2m${text}${csi}22m` : text;
	styled = color ? `${csi}${colours[color]}m${styled}${csi}39m` : styled;
	styled = bold ? `${csi}1m${styled}${csi}22m` : styled;
	return inverse ? `${csi}7m${styled}${csi}27m` : styled;
};
