import {execFileSync} from 'node:child_process';
import {expect, test} from 'vitest';
import {quoteWord} from '../../source/text/quote-word.ts';

test.each(['web', 'web 1', "it's", '$(id)', 'a; id', '`id`', '"', '\\', '', '日本語'])(
	'a shell takes %s for one word of just these letters',
	(name) => {
		const shown = execFileSync('/bin/sh', ['-c', `printf '<%s>' ${quoteWord(name)}`], {encoding: 'utf8'});
		expect(shown).toBe(`<${name}>`);
	},
);
