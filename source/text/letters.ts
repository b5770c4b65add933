/** One picture: with a skin tone where it may have one, and with U+FE0F where it would be text without. */
const picture = String.raw`(?:\p{Emoji_Modifier_Base}\p{Emoji_Modifier}|(?!\p{Emoji_Presentation})\p{Extended_Pictographic}\uFE0F|\p{Extended_Pictographic})`;

/** The flags of England, Scotland and Wales: a black flag, then letters that are not seen. */
const flagOfLetters = String.raw`\u{1F3F4}\u{E0067}\u{E0062}(?:\u{E0065}\u{E006E}\u{E0067}|\u{E0073}\u{E0063}\u{E0074}|\u{E0077}\u{E006C}\u{E0073})\u{E007F}`;

/*
A letter is an emoji, a syllable in conjoining jamo, or else one code point. Emoji (UTS #51) are pictures joined by U+200D,
flags and keycaps; no recommended emoji has more than four pictures. A syllable is L, V and perhaps T, or a whole syllable and
T. The property RGI_Emoji (`\p{RGI_Emoji}`) would say more, but takes as long to compile as this program takes to start.
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

/** A text without one of these characters consists of code points alone. */
const compound = /[\p{Extended_Pictographic}\p{Regional_Indicator}\u1160-\u11FF]|\u20E3/u;

/** Printable ASCII. */
export const isPlain = (text: string): boolean => /^[\u0020-\u007E]*$/.test(text);

/** Letters of a text in the order of reading: what a terminal draws as one letter, and each other code point. */
export const lettersOf = (text: string): readonly string[] =>
	isPlain(text) ? text.split('') : compound.test(text) ? (text.match(letter) ?? []) : [...text];
