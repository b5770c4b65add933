/** One picture; with a colour of skin where it may have one, and with U+FE0F where it is a text without. */
const picture = String.raw`(?:\p{Emoji_Modifier_Base}\p{Emoji_Modifier}|(?!\p{Emoji_Presentation})\p{Extended_Pictographic}\uFE0F|\p{Extended_Pictographic})`;

/** The flags of England, Scotland and Wales: a black one, then letters that are not seen. */
const flagOfLetters = String.raw`\u{1F3F4}\u{E0067}\u{E0062}(?:\u{E0065}\u{E006E}\u{E0067}|\u{E0073}\u{E0063}\u{E0074}|\u{E0077}\u{E006C}\u{E0073})\u{E007F}`;

/*
An emoji (UTS #51: pictures joined by U+200D, of which no recommended one has more than four, flags, keycaps), a syllable in
conjoining jamo (L, V and perhaps T, or a whole one and T), else one code point. \p{RGI_Emoji} would say more, and takes as
long to compile as this program to start.
*/
const letter = new RegExp(
	[
		flagOfLetters,
		`${picture}(?:\\u200D${picture}){0,3}`,
		String.raw`\p{Regional_Indicator}{2}`,
		String.raw`[\d#*]\uFE0F\u20E3`,
		String.raw`[\u1100-\u115E][\u1161-\u1175][\u11A8-\u11C2]?`,
		String.raw`[\uAC00-\uD7A3][\u11A8-\u11C2]`,
		'.',
	].join('|'),
	'gsu',
);

/** Without one of these a text is made of code points alone. */
const compound = /[\p{Extended_Pictographic}\p{Regional_Indicator}\u1160-\u11FF]|\u20E3/u;

/** Printable ASCII. */
export const isPlain = (text: string): boolean => /^[\u0020-\u007E]*$/.test(text);

/** What a text is made of, in the order of reading: what a terminal draws as one, and each other code point. */
export const lettersOf = (text: string): readonly string[] =>
	isPlain(text) ? text.split('') : compound.test(text) ? (text.match(letter) ?? []) : [...text];
