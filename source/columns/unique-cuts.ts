import {grouped} from '../model/collections.ts';
import {type Cut, type Cutting, codedForm, differenceForm, formsOf} from '../text/cut-forms.ts';
import {textWidth, toAscii} from '../text/fit-text.ts';
import {lettersOf} from '../text/letters.ts';

/** A text to show in little room. */
type Item = {
	readonly text: string;
	readonly letters: readonly string[];
	readonly form: string;
	/** The place where the text differs from the texts that looked like it, one place for each round. */
	readonly places: readonly number[];
};

/** Rounds that look for the common start of texts that look alike, and show the letters behind it. */
const rounds = 3;

/** Characters at each end of a long text that are looked at; the middle is left out. */
const endLength = 512;

/** A code consists of digits and letters. */
const codeBase = 36;
const codeDigits = 3;

/** What a person sees of a text: spaces at its end do not count, and a composed letter is like its parts. */
const visibleTextOf = (text: string): string => text.trimEnd().normalize('NFC');

/** FNV-1a hash. A text keeps its code when other texts come and go. */
const hashOf = (text: string): number => {
	let hash = 0x81_1c_9d_c5;
	for (let index = 0; index < text.length; index++) {
		hash = Math.imul(hash ^ text.charCodeAt(index), 0x01_00_01_93) >>> 0;
	}

	return hash;
};

const endsOf = (text: string): string =>
	text.length <= 2 * endLength ? text : `${text.slice(0, endLength)}${text.slice(-endLength)}`.toWellFormed();

const commonLetters = (items: readonly Item[]): number => {
	const first = items[0]?.letters ?? [];
	return items.reduce((common, {letters}) => {
		const end = letters.slice(0, common).findIndex((letter, index) => letter !== first[index]);
		return end < 0 ? Math.min(common, letters.length) : end;
	}, first.length);
};

/** Settles the items whose look no other text has, and returns the other items. */
const settle = (items: readonly Item[], taken: Set<string>, shown: Map<string, string>): readonly Item[] => {
	const byVisibleText = grouped(items, ({form}) => visibleTextOf(form));
	return [...byVisibleText].flatMap(([visibleText, [item, ...others]]) => {
		if (!item || others.length > 0 || taken.has(visibleText)) {
			return item ? [item, ...others] : [];
		}

		taken.add(visibleText);
		shown.set(item.text, item.form);
		return [];
	});
};

/** Gives each item a code: the code of its own text, or the next code that is free. */
const settleByCode = (
	items: readonly Item[],
	taken: Set<string>,
	shown: Map<string, string>,
	cutting: Cutting,
): void => {
	const digits = Math.max(1, Math.min(codeDigits, cutting.width - 1));
	const codes = codeBase ** digits;
	const steps = new Map<number, number>();
	const inOrder = items.toSorted((one, other) => (one.text < other.text ? -1 : 1));
	for (const {text, letters} of inOrder) {
		const first = hashOf(text) % codes;
		let step = steps.get(first) ?? 0;
		const form = (): string =>
			codedForm(letters, `#${((first + step) % codes).toString(codeBase).padStart(digits, '0')}`, cutting);
		while (step < codes && taken.has(visibleTextOf(form()))) {
			step++;
		}

		steps.set(first, step);
		taken.add(visibleTextOf(form()));
		shown.set(text, form());
	}
};

/**
Cuts texts to the room they have, so that no two texts look alike. Each text gets the form that is best to read. Texts that
look alike in this form get a form that shows their difference. If the difference has no room, a code stands behind the
text. The result depends only on the texts and the room, neither on their order nor on an earlier refresh.

@param width terminal columns; below five, many texts may look alike after all.
@returns the shown form of each text that is not shown as it is. An empty text is shown as it is.
*/
export const uniqueCuts = (
	texts: ReadonlySet<string>,
	width: number,
	cut: Cut,
	ascii: boolean,
): ReadonlyMap<string, string> => {
	const cutting: Cutting = {width, cut, ellipsis: ascii ? '~' : '…'};
	const shown = new Map<string, string>();
	const taken = new Set<string>();
	const spelled = (text: string): string => (ascii ? toAscii(text) : text);
	const itemOf = (text: string): Item => ({
		text,
		letters: lettersOf(endsOf(spelled(text))),
		form: spelled(text),
		places: [],
	});
	const long: string[] = [];
	const short: string[] = [];
	// An empty cell, as USER of the person's own domains, names nothing that could be mistaken.
	for (const text of [...texts].filter((one) => one !== '')) {
		(textWidth(spelled(text)) > width ? long : short).push(text);
	}

	const alike: Item[] = [];
	for (const [visibleText, same] of grouped(short, (text) => visibleTextOf(spelled(text)))) {
		if (same.length === 1 && visibleText !== '') {
			taken.add(visibleText);
		} else {
			alike.push(...same.map(itemOf));
		}
	}

	let open: readonly Item[] = long.map(itemOf);
	for (const formOf of formsOf(cut)) {
		const cuts = open.map((item) => ({...item, form: formOf(item.letters, cutting)}));
		open = settle(cuts, taken, shown);
	}

	for (let round = 0; round < rounds && open.length > 0; round++) {
		const groups = [...grouped(open, ({form}) => visibleTextOf(form)).values()];
		const cuts = groups.flatMap((items) => {
			const common = commonLetters(items);
			return items.map((item) => {
				const places = [...item.places, common];
				return {...item, places, form: differenceForm(item.letters, places, cutting)};
			});
		});
		open = settle(cuts, taken, shown);
	}

	settleByCode([...alike, ...open], taken, shown, cutting);
	return shown;
};
