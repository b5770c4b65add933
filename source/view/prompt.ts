/** The domain whose period is asked for, as the domain was when the key was pressed. */
export type PeriodSubject = {
	readonly rowKey: string;
	readonly incarnation: string;
	readonly name: string;
	/** Present period, seconds. Undefined: unknown. */
	readonly period: number | undefined;
};

/** A question on the last line. */
export type Prompt = {
	/** The typed text, not cleaned. At most 100 characters. */
	readonly text: string;
	/** Number of characters that were typed after the text and not kept. Undefined: none. */
	readonly beyond?: number | undefined;
	/** Why the text is no answer. Undefined: the text was not refused. */
	readonly error?: string | undefined;
} & (
	| {readonly kind: 'filter'}
	| {readonly kind: 'delay'; readonly delay: number}
	| {readonly kind: 'period'; readonly subject: PeriodSubject}
);

/** Characters of the longest text that still has a meaning. */
const mostCharacters = 100;

/** The prompt after more was typed. Each character is kept in the text, or counted as too much. */
export const typeInto = (prompt: Prompt, typed: string): Prompt => {
	const characters = [...prompt.text, ...typed];
	const beyond = (prompt.beyond ?? 0) + Math.max(0, characters.length - mostCharacters);
	return {
		...prompt,
		text: characters.slice(0, mostCharacters).join(''),
		beyond: beyond === 0 ? undefined : beyond,
		error: undefined,
	};
};

/**
The prompt after a paste. The text counts as typed, but an enter at its end is left off. An enter within the text stays
there, so that the text is no answer.

@param dropped number of characters behind the text that were not kept.
*/
export const pasteInto = (prompt: Prompt, text: string, dropped: number): Prompt => {
	if (dropped === 0) {
		return typeInto(prompt, text.replace(/(?:\r\n|\r|\n)$/, ''));
	}

	const filled = typeInto(prompt, text);
	return {...filled, beyond: (filled.beyond ?? 0) + dropped};
};

/** The prompt without its last character. */
export const eraseFrom = (prompt: Prompt): Prompt =>
	prompt.beyond === undefined
		? {...prompt, text: [...prompt.text].slice(0, -1).join(''), error: undefined}
		: {...prompt, beyond: prompt.beyond === 1 ? undefined : prompt.beyond - 1, error: undefined};

/** The prompt without an answer. */
export const emptied = (prompt: Prompt): Prompt => ({
	...prompt,
	text: '',
	beyond: undefined,
	error: undefined,
});
