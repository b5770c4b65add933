/** An object parsed from JSON: its values by key. */
export type JsonEntry = Readonly<Record<string, unknown>>;

export const isJsonEntry = (value: unknown): value is JsonEntry =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const parsed = (text: string): unknown => {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
};

/** Replaces the control characters that prlctl leaves unescaped in its texts: all but the usual ones. */
const readable = (text: string): string =>
	text.replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g, '\uFFFD');

const [opened, texted, other] = [
	/^\t*(?:"[^"]*": )?\{$/,
	/^(\t*"[^"]*": )"(.*)"(,?)$/,
	/^\t*"[^"]*": (?:-?\d+|true|false|null),?$/,
];

/** One line of an entry as valid JSON. Undefined: no such line, for example the rest of a description of several lines. */
const mended = (line: string): string | undefined => {
	const [, key, text, comma] = texted.exec(line) ?? [];
	if (key !== undefined && text !== undefined) {
		return typeof parsed(`"${text}"`) === 'string' ? line : `${key}${JSON.stringify(text)}${comma}`;
	}

	return opened.test(line) || other.test(line) ? line : undefined;
};

/**
Repairs an entry with unescaped texts: older versions escape nothing (PrlOutFormatter.cpp). Each key has its own line.
Leaves out lines that make no sense, and corrects the number of commas.
*/
const mendedEntry = (lines: readonly string[]): unknown => {
	const kept: string[] = [];
	for (const line of lines) {
		if (/^\t+\},?$/.test(line)) {
			kept.push(`${kept.pop()?.replace(/,$/, '') ?? ''}`, line);
		} else {
			const whole = mended(line);
			if (whole !== undefined) {
				kept.push(whole);
			}
		}
	}

	return parsed(kept.join('\n').replace(/,$/, ''));
};

/** The own texts of an entry that cannot be repaired: the first text of each key. */
const textsOf = (lines: readonly string[]): JsonEntry =>
	Object.fromEntries(
		lines
			.flatMap((line) => {
				const [, key, text] = /^\t\t"([^"]*)": "(.*)",?$/.exec(line) ?? [];
				return key === undefined ? [] : [[key, text] as const];
			})
			.toReversed(),
	);

/** Entries of an array, each between lines of its own: `\t{` and `\t}`. */
const separateEntries = (text: string): readonly unknown[] => {
	const entries: unknown[] = [];
	let lines: string[] | undefined;
	for (const line of text.split(/\r?\n/)) {
		if (line === '\t{') {
			lines = [line];
		} else if (lines && (line === '\t}' || line === '\t},')) {
			const whole = [...lines, '\t}'];
			entries.push(parsed(whole.join('\n')) ?? mendedEntry(whole) ?? textsOf(whole));
			lines = undefined;
		} else {
			lines?.push(line);
		}
	}

	return entries;
};

/**
The entries of a JSON array that prlctl printed. An entry whose texts break the JSON does not hide the others.
Undefined: it is no such array.
*/
export const readJsonEntries = (printed: string): readonly JsonEntry[] | undefined => {
	const text = readable(printed);
	if (text.trim() === '') {
		return [];
	}

	const whole = parsed(text);
	if (whole !== undefined) {
		return Array.isArray(whole) ? whole.filter(isJsonEntry) : undefined;
	}

	const entries = separateEntries(text).filter(isJsonEntry);
	return entries.length === 0 ? undefined : entries;
};
