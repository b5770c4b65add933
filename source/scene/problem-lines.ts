import {formatAge, formatClock} from '../format.ts';
import type {Problem} from '../sample.ts';
import {wrapText} from '../wrap-text.ts';
import type {TextLine} from './text-line.ts';

const indent = '  ';

/** All problems, oldest first: since when, what, and what to do. */
export const problemLines = (
	problems: readonly Problem[],
	now: number,
	width: number,
): readonly TextLine[] => {
	if (problems.length === 0) {
		return [{text: 'There are no problems: everything that was asked for could be read.', style: 'plain'}];
	}

	return problems.flatMap(({since, name, uri, message, advice}): readonly TextLine[] => {
		const age = formatAge(Math.max(0, now - since) / 1000);
		const title = `! since ${formatClock(since)} (${age})  ${name === undefined ? uri : `${name}, ${uri}`}`;
		const text = [message, advice].flatMap((sentence) => wrapText(sentence, width - indent.length));
		return [
			{text: title, style: 'problem'},
			...text.map((line): TextLine => ({text: indent + line, style: 'plain'})),
		];
	});
};
