import {lettersOf} from './letters.ts';

/** A text for a person, as one line that no terminal obeys, whatever its source. Nothing of the text is cut. */
export const cleanLine = (text: string): string => cleanText(text, text.length);

/**
Letters whose width terminals and width tables do not agree on. Measured one by one with tmux 3.3a (glibc 2.36), xterm.js 5 and
string-width 8.3. Most are newer than a terminal's table. Hexadecimal, first and last of each range.
*/
const disputedLetters = `
06DE 088F 0C5C 0CDC 0CF3 1161-11FF 1734 1B4E-1B4F 1B7F 1C89-1C8A 20C1 2427-2429 2630-2637 268A-268F 2B96 2FFC-2FFF
302E-302F 31E4-31EF 3248-324F A7CB-A7CF A7D2 A7D4 A7DA-A7F1 A960-A97C D7B0-D7FB FBC3-FBD2 FD90-FD91 FDC8-FDCE
105C0-105F3 10940-10959 10D40-10D65 10D6E-10D8F 10EC2-10ED8 1123F-11240 11380-113BA 113C2-113CD 113CF 113D1 113D3-113D8
116D0-116E3 1171E 11B00-11B09 11B61 11B65 11B67-11BF9 11DB0-11DE9 11F02-11F35 11F3E-11F3F 11F41 11F43-11F59 1342F
13441-13446 13460-143FA 16100-1611D 1612A-1612C 16130-16139 16D40-16D79 16EA0-16ED3 16FF2-16FF6 187F8-187FF 18CFF
18D09-18DF2 1B132 1B155 1CC00-1CEF0 1D2C0-1D2D3 1D300-1D376 1DF25-1DF2A 1E030-1E06D 1E4D0-1E4EB 1E4F0-1E5ED
1E5F0-1E6E2 1E6E4-1E6E5 1E6E7-1E6ED 1E6F0-1E6F4 1E6FE-1E6FF 1F6D8-1F6DC 1F774-1F77F 1F7D9 1F8B2-1F8D8 1FA54-1FA57
1FA75-1FA77 1FA87-1FA8F 1FAAD-1FAAF 1FABB-1FABF 1FAC6-1FACF 1FADA-1FADF 1FAE8-1FAEF 1FAF7-1FAF8 1FBCB-1FBEF 1FBFA
2B739-2B73F 2CEA2-2CEAD 2EBF0-2EE5D 31350-33479 F0000-10FFFF`;

/** Highest number of code points that are kept of a text, by its kind. */
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

/** Highest number of combining marks over one letter: no script and no name has more. */
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
Odd code points:
- what moves a cursor, ends a line or turns the writing round (Cc, Cf, Zl, Zp, Cs);
- what is not seen, or only as a blank (Default_Ignorable_Code_Point, Zs but the space and U+3000, U+2800);
- what stands for nothing yet (Cn);
- what terminals draw in different widths.
*/
const odd = String.raw`[\p{Cc}\p{Cf}\p{Cn}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u00A0\u1680\u2000-\u200A\u202F\u205F\u2800\u20E3${classOf(disputedLetters)}]`;
const oddLetter = new RegExp(`^${odd}$`, 'u');
const mark = /^\p{M}$/u;

/** A clean text in which each code point is a letter. */
const plain = /^[ -~]*$/;

/** Matches what no clean text has, in one test for the whole text. */
const unclean = new RegExp(String.raw`${odd}|^\p{M}|\p{M}{${markLimit + 1}}`, 'u');

const sizeOf = (letter: string): number => (letter.length === 1 ? 1 : [...letter].length);

/** The first letters, at most `limit` code points together. */
const firstOf = (letters: readonly string[], limit: number): string => {
	let size = 0;
	const end = letters.findIndex((letter) => {
		size += sizeOf(letter);
		return size > limit;
	});
	return letters.slice(0, end < 0 ? letters.length : end).join('');
};

/**
A guest chooses its name, its QMP text and its xenstore values. None of these texts may move the cursor of the terminal that
shows it, pass for another text by what is not seen, or be work. What is odd becomes U+FFFD: control characters, all that is not
seen (but within an emoji), and letters of which terminals say different widths. Marks without a letter, or beyond eight over
one letter, are odd too. A text longer than its limit ends with an ellipsis, so that two long names stay visibly cut. The length
of a text costs nothing. Cleaning twice gives the same as cleaning once.

@param limit code points kept, including the ellipsis.
*/
export const cleanText = (text: string, limit: number = textLimits.name): string => {
	if (text.length <= limit && !unclean.test(text)) {
		return text;
	}

	const start = text.slice(0, 2 * limit + markLimit);
	// Each of thousands of long texts then takes one test and one cut, not work for each letter.
	if (text.length > limit && plain.test(start)) {
		return start.slice(0, Math.max(0, limit - 1)) + ellipsis;
	}

	const kept: string[] = [];
	let size = 0;
	let marks = markLimit;
	for (const letter of lettersOf(start.toWellFormed())) {
		const isOdd = oddLetter.test(letter);
		marks = !isOdd && mark.test(letter) ? marks + 1 : 0;
		// One replacement stands for all marks that are too many.
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

/** Whether cleaning would change nothing of the text, whatever its length. */
export const isClean = (text: string): boolean => cleanText(text, text.length) === text;
