import {grouped} from '../model/collections.ts';
import {type Cut, type Cutting, codedForm, differenceForm, formsOf} from '../text/cut-forms.ts';
import {textWidth, toAscii} from '../text/fit-text.ts';
import {lettersOf} from '../text/letters.ts';

/** A text that is to be shown in little room. */
type Item = {
	readonly text: string;
	readonly letters: readonly string[];
	readonly form: string;
	/** Where it differs from those that looked like it, round by round. */
	readonly places: readonly number[];
};

/** How often what texts have in common is looked for, and what follows it shown. */
const rounds = 3;

/** Of a longer text only so much of both its ends is looked at. */
const endLength = 512;

/** Of a code: letters and digits. */
const codeBase = 36;
const codeDigits = 3;

/** What a person sees of a text: spaces at its end are none, and composed letters are as those in parts. */
const lookOf = (text: string): string => text.trimEnd().normalize('NFC');

/** FNV-1a. A text keeps its code whatever others come and go. */
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

/** Takes those items whose look nobody else has; gives back the others. */
const settle = (items: readonly Item[], taken: Set<string>, shown: Map<string, string>): readonly Item[] => {
	const looks = grouped(items, ({form}) => lookOf(form));
	return [...looks].flatMap(([look, [item, ...others]]) => {
		if (!item || others.length > 0 || taken.has(look)) {
			return item ? [item, ...others] : [];
		}

		taken.add(look);
		shown.set(item.text, item.form);
		return [];
	});
};

/** Gives each of the items a code, beginning with that of its own. */
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
		while (step < codes && taken.has(lookOf(form()))) {
			step++;
		}

		steps.set(first, step);
		taken.add(lookOf(form()));
		shown.set(text, form());
	}
};

/**
Texts in so little room that they are cut, so that no two of them look alike: each in the form that is best to read, and
those that look alike in it so that their difference is seen; where that has no room, with a code behind them. It depends
on nothing but the texts and the room: neither their order nor an earlier refresh.

@param width terminal columns; below five, many texts may look alike after all.
@returns what is shown of those that are not shown as they are. An empty text is.
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
	// An empty cell, as USER of one's own domains, names nothing that could be mistaken.
	for (const text of [...texts].filter((one) => one !== '')) {
		(textWidth(spelled(text)) > width ? long : short).push(text);
	}

	const alike: Item[] = [];
	for (const [look, same] of grouped(short, (text) => lookOf(spelled(text)))) {
		if (same.length === 1 && look !== '') {
			taken.add(look);
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
		const groups = [...grouped(open, ({form}) => lookOf(form)).values()];
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
