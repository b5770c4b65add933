import {cleanText} from '../text/clean-text.ts';
import type {Prompt} from './prompt.ts';

/** The value of an answer, or why the text is no answer. */
export type Answer<Value> = {readonly value: Value} | {readonly error: string};

/** Seconds: libvirt and QEMU take a period as a signed 32-bit integer. */
const longestPeriod = 2 ** 31 - 1;

/** Bounds of the delay between refreshes, seconds. */
const shortestDelay = 0.1;
const longestDelay = 3600;

type Typed = Pick<Prompt, 'text' | 'beyond'>;

/** What was typed, short enough for a sentence. */
const quoted = ({text}: Typed): string => {
	const characters = [...cleanText(text)];
	return characters.length > 20 ? `${characters.slice(0, 19).join('')}…` : characters.join('');
};

const isTooLong = ({beyond = 0}: Typed): boolean => beyond > 0;

/** @returns undefined where nothing was typed. */
export const periodAnswer = (typed: Typed): Answer<number> | undefined => {
	if (typed.text === '') {
		return undefined;
	}

	if (isTooLong(typed) || !/^\d+$/.test(typed.text)) {
		return {error: `${quoted(typed)} is no whole number of seconds.`};
	}

	const value = Number(typed.text);
	return value <= longestPeriod ? {value} : {error: `At most ${longestPeriod} s.`};
};

/** @returns undefined where nothing was typed. */
export const delayAnswer = (typed: Typed): Answer<number> | undefined => {
	if (typed.text === '') {
		return undefined;
	}

	if (isTooLong(typed) || !/^(?:\d+\.?\d*|\.\d+)$/.test(typed.text)) {
		return {error: `${quoted(typed)} is no number of seconds.`};
	}

	const value = Number(typed.text);
	return value >= shortestDelay && value <= longestDelay
		? {value}
		: {error: `From ${shortestDelay} to ${longestDelay} s.`};
};

/** A filter is one line. No name has a control character, or another character without a shape. */
export const filterAnswer = (typed: Typed): Answer<string> => {
	if (isTooLong(typed)) {
		return {error: 'This is longer than any name.'};
	}

	return /^\P{C}*$/u.test(typed.text)
		? {value: typed.text}
		: {error: 'This is not one line of printable characters.'};
};
