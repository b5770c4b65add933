import {disputedLetters} from './disputed-letters.ts';
import {lettersOf} from './letters.ts';

/** Code points that are kept of a text of each kind. */
export const textLimits = {
	/** Of a domain, a disk, a NIC, a host, and of everything else that has no limit of its own. */
	name: 256,
	/** What an error, a daemon or a person's own words say, in one or two sentences. */
	sentence: 1024,
	/** PATH_MAX of Linux: of an image, a device, a socket. */
	path: 4096,
	/** What a problem says, which may name a path and a domain or two. */
	report: 5120,
} as const;

/** Combining marks over one letter: of no script and no name are there more. */
const markLimit = 8;

const replacement = '\uFFFD';
const ellipsis = '…';

const classOf = (ranges: string): string =>
	ranges
		.trim()
		.split(/\s+/)
		.map((range) => range.replaceAll(/[\dA-F]+/g, String.raw`\u{$&}`))
		.join('');

/*
By themselves: what moves a cursor, ends a line or turns the writing round (Cc, Cf, Zl, Zp, Cs), what is not seen, or only
as a blank (Default_Ignorable_Code_Point, Zs but the space and U+3000, U+2800), what stands for nothing yet (Cn), and what
terminals draw in different widths.
*/
const odd = String.raw`[\p{Cc}\p{Cf}\p{Cn}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u00A0\u1680\u2000-\u200A\u202F\u205F\u2800\u20E3${classOf(disputedLetters)}]`;
const oddLetter = new RegExp(`^${odd}$`, 'u');
const mark = /^\p{M}$/u;

/** What a text that is clean has none of, said for all of it at once. */
const unclean = new RegExp(String.raw`${odd}|^\p{M}|\p{M}{${markLimit + 1}}`, 'u');

const sizeOf = (letter: string): number => (letter.length === 1 ? 1 : [...letter].length);

/** The first letters of it, so many code points together at most. */
const firstOf = (letters: readonly string[], limit: number): string => {
	let size = 0;
	const end = letters.findIndex((letter) => {
		size += sizeOf(letter);
		return size > limit;
	});
	return letters.slice(0, end < 0 ? letters.length : end).join('');
};

/**
A guest chooses its name, its QMP text and its xenstore values: none of them may move the cursor of the terminal that shows
them, be taken for another by what is not seen, or be work. What is odd becomes U+FFFD: control characters, all that is not
seen (but within an emoji), marks without a letter or beyond eight over one, and letters of which terminals say different
widths. A longer text than its limit ends with an ellipsis, so that two long names stay visibly cut; how long it was costs
nothing. Cleaning twice is cleaning once.

@param limit code points kept, the ellipsis among them.
*/
export const cleanText = (text: string, limit: number = textLimits.name): string => {
	if (text.length <= limit && !unclean.test(text)) {
		return text;
	}

	const start = text.slice(0, 2 * limit + markLimit);
	const kept: string[] = [];
	let size = 0;
	let marks = markLimit;
	for (const letter of lettersOf(start.toWellFormed())) {
		const isOdd = oddLetter.test(letter);
		marks = !isOdd && mark.test(letter) ? marks + 1 : 0;
		// One for all that are too many.
		if (marks <= markLimit + 1) {
			kept.push(isOdd || marks > markLimit ? replacement : letter);
			size += sizeOf(letter);
		}

		if (size > limit) {
			break;
		}
	}

	return size > limit || start.length < text.length ? firstOf(kept, limit - 1) + ellipsis : kept.join('');
};

/** Does it hold nothing that cleaning would change, whatever its length? */
export const isClean = (text: string): boolean => cleanText(text, text.length) === text;
