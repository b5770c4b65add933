import {cleanText, textLimits} from '../../../source/clean-text.ts';
import {createLastWords, type LastWords} from '../../../source/last-words.ts';

const warning = /^WARNING: You are using a deprecated CLI component/;

/** What a prlctl said last on its standard error: cleaned, and without the warning that every one since 2021 begins with. */
export const createChildWords = (): LastWords => {
	const {take, lines} = createLastWords();
	return {
		take,
		lines: () =>
			lines()
				.map((line) => cleanText(line, textLimits.sentence))
				.filter((line) => line !== '' && !warning.test(line)),
	};
};
