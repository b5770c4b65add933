import fc from 'fast-check';

const odd = [
	'\u001B',
	'\n',
	'\r',
	'\t',
	'\0',
	'\u009B',
	'\u202E',
	'\u2028',
	'\uD800',
	'"',
	"'",
	',',
	'=',
	'%',
	'/',
	'\\',
];

const letter = fc.oneof(
	fc.integer({min: 0, max: 0x10_ff_ff}).map((code) => String.fromCodePoint(code)),
	fc.constantFrom(...odd),
);

/** Any name that a guest could give itself: any code point, also halves of surrogate pairs and control characters. */
export const anyText = (maxLength = 12): fc.Arbitrary<string> =>
	fc.oneof(
		fc.array(letter, {maxLength}).map((letters) => letters.join('')),
		fc.string({unit: 'grapheme', maxLength}),
	);
