import {readFileSync} from 'node:fs';
import {join} from 'node:path';

/** The recorded output of virsh, line by line, with its closing empty line. */
export const virshOutput = (name: string): readonly string[] =>
	readFileSync(join(import.meta.dirname, '../fixtures/virsh', `${name}.txt`), 'utf8')
		.replace(/\n$/, '')
		.split('\n');

/** The number at the end of each line that has one, by the word before the number. */
export const virshValues = (name: string): ReadonlyMap<string, number> =>
	new Map(
		virshOutput(name)
			.map((line) => /(\S+) (\d+)$/.exec(line))
			.flatMap((match) => (match?.[1] === undefined ? [] : [[match[1], Number(match[2])] as const])),
	);
