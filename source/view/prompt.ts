/** The domain whose period is asked for, as it was when the key was pressed. */
export type PeriodSubject = {
	readonly rowKey: string;
	readonly incarnation: string;
	readonly name: string;
	/** Seconds; absent: unknown. */
	readonly period: number | undefined;
};

/** A question on the last line. */
export type Prompt = {
	/** What was typed. */
	readonly text: string;
	/** Why that will not do. */
	readonly error?: string | undefined;
} & (
	| {readonly kind: 'filter'}
	| {readonly kind: 'delay'; readonly delay: number}
	| {readonly kind: 'period'; readonly subject: PeriodSubject}
);

/** A number in a question, or why it is none. */
export type Answer = {readonly value: number} | {readonly error: string};

/** libvirt and QEMU take a period as a signed 32-bit integer. */
const longestPeriod = 2 ** 31 - 1;

const shortestDelay = 0.1;
const longestDelay = 3600;

/** @returns undefined where nothing was typed. */
export const periodAnswer = (text: string): Answer | undefined => {
	if (text === '') {
		return undefined;
	}

	const value = Number(text);
	return value <= longestPeriod ? {value} : {error: `At most ${longestPeriod} s.`};
};

/** @returns undefined where nothing was typed. */
export const delayAnswer = (text: string): Answer | undefined => {
	if (text === '') {
		return undefined;
	}

	const value = Number(text);
	return value >= shortestDelay && value <= longestDelay
		? {value}
		: {error: `From ${shortestDelay} to ${longestDelay} s.`};
};

/** The longest text that still has a meaning. */
const mostLetters = {filter: 100, delay: 10, period: 10} as const;

/** The prompt after so many letters more; what it does not take becomes its error. */
export const typeInto = (prompt: Prompt, letters: string): Prompt => {
	const allowed = {filter: /^\P{C}*$/u, delay: /^\d*\.?\d*$/, period: /^\d*$/}[prompt.kind];
	const text = prompt.text + letters;
	if (allowed.test(text) && text.length <= mostLetters[prompt.kind]) {
		return {...prompt, text, error: undefined};
	}

	const errors = {filter: 'No more.', delay: 'A number, such as 0.5.', period: 'Whole seconds only.'};
	return {...prompt, error: errors[prompt.kind]};
};

/** The prompt without its last letter. */
export const eraseFrom = (prompt: Prompt): Prompt => ({
	...prompt,
	text: [...prompt.text].slice(0, -1).join(''),
	error: undefined,
});
