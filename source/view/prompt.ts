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
	/** What was typed, whatever it is; not clean. At most 100 characters. */
	readonly text: string;
	/** How many characters were typed behind them; absent: none. */
	readonly beyond?: number | undefined;
	/** Why that is no answer. */
	readonly error?: string | undefined;
} & (
	| {readonly kind: 'filter'}
	| {readonly kind: 'delay'; readonly delay: number}
	| {readonly kind: 'period'; readonly subject: PeriodSubject}
);

/** The longest text that still has a meaning, characters. */
const mostCharacters = 100;

/** The prompt after more was typed: all of it stands in the answer, or is counted as too much. */
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
The prompt after a paste: as if it were typed, but an enter at its end is left off. One within it stays there, and makes
the answer none.

@param dropped how many characters behind the text were not kept.
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
