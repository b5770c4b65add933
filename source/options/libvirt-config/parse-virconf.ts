/** A value of libvirt's configuration files. Numbers are of no use here: only their kind is kept. */
export type VirconfValue =
	| {readonly kind: 'number'}
	| {readonly kind: 'text'; readonly text: string}
	| {readonly kind: 'list'; readonly items: readonly VirconfValue[]};

/** The text is no file of libvirt's format. The message has the line, and the words of libvirt's own error. */
export class VirconfError extends Error {
	override readonly name = 'VirconfError';
}

/** Most levels of lists within lists; libvirt has no list within a list. */
const deepest = 16;

/**
Reads a configuration file of libvirt (virconf.c), which has one `name = value` on each line. A value is a number, a text or
a list. A text stands in single, double or triple double quotes and has no escapes. A list stands in brackets, over any
number of lines. `#` begins a comment; unlike in libvirt's parser, a comment may stand in a list too. If a name stands twice,
the first counts.
@throws VirconfError
*/
export const parseVirconf = (text: string): ReadonlyMap<string, VirconfValue> => {
	const entries = new Map<string, VirconfValue>();
	let at = 0;

	const fail = (reason: string): never => {
		throw new VirconfError(`line ${text.slice(0, at).split('\n').length}: ${reason}`);
	};

	/** Takes the text that matches at the present position. Undefined: nothing matches. */
	const take = (pattern: RegExp): string | undefined => {
		pattern.lastIndex = at;
		const found = pattern.exec(text)?.[0];
		at += found?.length ?? 0;
		return found;
	};

	const blanks = () => take(/[ \t]*/y);
	const space = () => take(/(?:[ \t\r\n]|#[^\r\n]*)*/y);

	const quoted = (mark: string, pattern: RegExp): VirconfValue => {
		at += mark.length;
		const inside = take(pattern) ?? '';
		if (!text.startsWith(mark, at)) {
			fail('unterminated string');
		}

		at += mark.length;
		return {kind: 'text', text: inside};
	};

	const list = (depth: number): VirconfValue => {
		const items: VirconfValue[] = [];
		at += 1;
		for (space(); text[at] !== ']'; space()) {
			items.push(value(depth + 1));
			space();
			if (take(/,/y) === undefined && text[at] !== ']') {
				fail(at < text.length ? 'expecting a separator in list' : 'list is not closed with ]');
			}
		}

		at += 1;
		return {kind: 'list', items};
	};

	const value = (depth: number): VirconfValue => {
		if (text.startsWith('"""', at)) {
			return quoted('"""', /(?:(?!""")[\s\S])*/y);
		}

		if (text[at] === '"') {
			return quoted('"', /[^"\r\n]*/y);
		}

		if (text[at] === "'") {
			return quoted("'", /[^'\r\n]*/y);
		}

		if (text[at] === '[' && depth < deepest) {
			return list(depth);
		}

		return take(/[+-]?\d+/y) === undefined ? fail('expecting a value') : {kind: 'number'};
	};

	for (space(); at < text.length; space()) {
		const name = take(/[A-Za-z_]\w*/y) ?? fail('expecting a name');
		blanks();
		if (take(/=/y) === undefined) {
			fail('expecting an assignment');
		}

		blanks();
		const found = value(0);
		blanks();
		if (at < text.length && !/[\r\n#]/.test(text[at] ?? '')) {
			fail('expecting a separator');
		}

		if (!entries.has(name)) {
			entries.set(name, found);
		}
	}

	return entries;
};
