import {expect, test} from 'vitest';
import {keystrokes} from '../../source/keys/keystrokes.ts';

test.each([
	['a letter', 'j', {}, ['j']],
	['an arrow', '', {downArrow: true}, ['down']],
	['several keys at once', 'jj/we\r', {}, ['j', 'j', '/', 'w', 'e', 'enter']],
	['return', '\r', {return: true}, ['enter']],
	['a line feed', '\n', {}, ['enter']],
	['a control key', 'l', {ctrl: true}, ['ctrl-l']],
	['a control key among others', 'a\u000Cb', {}, ['a', 'ctrl-l', 'b']],
	['escape', '', {escape: true}, ['escape']],
	['escape twice', '', {escape: true, meta: true}, ['escape', 'escape']],
	['escape and a letter at once', 'q', {meta: true}, ['escape', 'q']],
	['escape and return at once', '', {return: true, meta: true}, ['escape', 'enter']],
	['Alt and an arrow', '', {upArrow: true, meta: true}, ['up']],
	['backspace', '', {backspace: true}, ['backspace']],
	['delete', '', {delete: true}, ['backspace']],
	['a wide letter', '日', {}, ['日']],
	['a letter outside the first plane', '😀', {}, ['😀']],
	['nothing', '', {}, []],
] as const)('%s', (_name, input, key, names) => {
	expect(keystrokes(input, key)).toEqual(names);
});
