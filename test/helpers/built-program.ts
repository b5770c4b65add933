import {existsSync} from 'node:fs';
import {join} from 'node:path';

const file = join(import.meta.dirname, '../../dist/cli.js');

/**
The command that starts the built program.
@param node the Node to run it on.
*/
export const builtProgram = (parameters: readonly string[], node = process.execPath): readonly string[] => {
	if (!existsSync(file)) {
		throw new Error(`${file} is missing: run \`npm run build\` first (\`npm test\` does).`);
	}

	return [node, file, ...parameters];
};

/** Quotes words for a shell. */
export const shellWords = (words: readonly string[]): string =>
	words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
