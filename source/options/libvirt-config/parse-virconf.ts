/** A value of libvirt's configuration files; numbers are of no use here and stay as they are written. */
export type VirconfValue =
	| {readonly kind: 'number'}
	| {readonly kind: 'text'; readonly text: string}
	| {readonly kind: 'list'; readonly items: readonly VirconfValue[]};

/** What is no such file: the words of libvirt's own error, with the line. */
export class VirconfError extends Error {
	override readonly name = 'VirconfError';
}

/** Lists in lists; libvirt has none. */
const deepest = 16;

/**
libvirt's configuration files (virconf.c): `name = value` a line, where a value is a number, a text in single, double or
triple double quotes, which knows no escapes, or a list in brackets over as many lines as it likes. `#` begins a comment;
unlike libvirt's, one may stand in a list too. Of a name that stands twice the first counts.
@throws VirconfError
*/
export const parseVirconf = (text: string): ReadonlyMap<string, VirconfValue> => {
	const entries = new Map<string, VirconfValue>();
	let at = 0;

	const fail = (words: string): never => {
		throw new VirconfError(`line ${text.slice(0, at).split('\n').length}: ${words}`);
	};

	/** Takes what matches here. */
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
