import type {Problem} from '../model/sample.ts';
import {formatAge, formatClock} from '../text/format.ts';
import {wrapText} from '../text/wrap-text.ts';
import type {TextLine} from './text-line.ts';

const indent = '  ';

/** Only the screen says this: a command that runs once ends. */
const again = 'domtop connects again by itself.';
const ofConnection: ReadonlySet<string> = new Set(['connect', 'lost']);

const sentencesOf = ({message, advice, kind, domain}: Problem): readonly string[] =>
	domain === undefined && ofConnection.has(kind) ? [message, advice, again] : [message, advice];

/**
All problems, oldest first: since when, what, and what to do.
@param now monotonic seconds.
*/
export const problemLines = (
	problems: readonly Problem[],
	now: number,
	width: number,
): readonly TextLine[] => {
	if (problems.length === 0) {
		return [{text: 'There are no problems: everything that was asked for could be read.', style: 'plain'}];
	}

	return problems.flatMap((problem): readonly TextLine[] => {
		const {since, sinceAt, name, uri} = problem;
		const age = formatAge(Math.max(0, now - sinceAt));
		const title = `! since ${formatClock(since)} (${age})  ${name === undefined ? uri : `${name}, ${uri}`}`;
		const titles = wrapText(title, width);
		const text = sentencesOf(problem).flatMap((sentence) => wrapText(sentence, width - indent.length));
		return [
			...titles.map((line): TextLine => ({text: line, style: 'problem'})),
			...text.map((line): TextLine => ({text: indent + line, style: 'plain'})),
		];
	});
};
