import {cleanText} from '../text/clean-text.ts';
import {fitText, textWidth} from '../text/fit-text.ts';
import type {Prompt} from '../view/prompt.ts';
import {periodText} from './memory-lines.ts';

/** Cuts a name to `width` columns, but not below the room that tells the name from others. */
type Shorten = (name: string, width: number) => string;

/** Questions, the longest first; a name is cut last. */
const questions = (prompt: Prompt, room: number, shorten: Shorten): readonly string[] => {
	switch (prompt.kind) {
		case 'filter': {
			return ['Filter by name, uuid or state: ', 'Filter: '];
		}

		case 'delay': {
			return [`Seconds between refreshes, now ${prompt.delay}: `, `Delay, now ${prompt.delay} s: `];
		}

		default: {
			const {period} = prompt.subject;
			const name = shorten(prompt.subject.name, Number.POSITIVE_INFINITY);
			const rest = `, now ${periodText(period)} (0 stops): `;
			const short = `Period of ${name}${rest}`;
			const within = (before: string, after: string): string =>
				before + shorten(prompt.subject.name, room - textWidth(before + after)) + after;
			return [
				`Balloon statistics period of ${name}${rest}`,
				short,
				within('Period of ', rest),
				within('Period of ', ': '),
				within('', ': '),
			];
		}
	}
};

/** The question, the typed answer and its error; the typed answer is always seen. */
export const promptText = (prompt: Prompt, width: number, shorten: Shorten): string => {
	const answer = `${cleanText(prompt.text)}${prompt.beyond ? '…' : ''}`;
	const typed = `${answer}_${prompt.error === undefined ? '' : `  ${prompt.error}`}`;
	const room = width - textWidth(typed);
	const all = questions(prompt, room, shorten);
	const question = all.find((one) => textWidth(one) <= room);
	if (question !== undefined) {
		return question + typed;
	}

	const last = all.at(-1) ?? '';
	return room > 0 ? fitText(last, room, 'left') + typed : `…${typed.slice(1 - width)}`;
};
