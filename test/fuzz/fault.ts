/** What kind of thing went wrong. */
export const faultKinds = [
	'crash',
	'hang',
	'control',
	'number',
	'width',
	'memory',
	'pollution',
	'wrong',
] as const;

export type FaultKind = (typeof faultKinds)[number];

/** What went wrong with one input; `control`: a character that a terminal obeys; `number`: NaN, a negative, `undefined`. */
export type Fault = {readonly kind: FaultKind; readonly text: string};

export const fault = (kind: FaultKind, text: string): Fault => ({kind, text});

/** Any text in few characters that no terminal obeys. */
export const escaped = (text: string, most = 300): string => {
	const cut = text.length > most ? `${text.slice(0, most)}… (${text.length} characters)` : text;
	return cut.replaceAll(
		/[^\u0020-\u007E]/g,
		(letter) => `\\u${(letter.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
	);
};
