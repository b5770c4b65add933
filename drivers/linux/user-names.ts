import {cleanText} from '../../source/text/clean-text.ts';
import {readText} from './read-file.ts';
import {rooted} from './rooted.ts';

/** Longest table that is looked through, characters. */
const sizeLimit = 1024 * 1024;

/**
The name of a user by id, from /etc/passwd (passwd(5)), cleaned. Undefined: the file does not list the id, as with users
of a directory service. @throws ExhaustedError
*/
export const createUserNames = (root: string): ((id: number) => string | undefined) => {
	let names: ReadonlyMap<number, string> | undefined;

	const read = (): ReadonlyMap<number, string> =>
		new Map(
			(readText(rooted(root, '/etc/passwd')) ?? '')
				.slice(0, sizeLimit)
				.split('\n')
				.map((line) => line.split(':'))
				.filter(([name, , id]) => name && /^\d+$/.test(id ?? ''))
				.map(([name = '', , id]): [number, string] => [Number(id), cleanText(name)])
				// The first line of an id counts (getpwuid(3)).
				.toReversed(),
		);

	return (id) => {
		names ??= read();
		return names.get(id);
	};
};
