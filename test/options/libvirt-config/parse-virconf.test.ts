import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	parseVirconf,
	VirconfError,
	type VirconfValue,
} from '../../../source/options/libvirt-config/parse-virconf.ts';

const plain = (value: VirconfValue | undefined): unknown =>
	value?.kind === 'text' ? value.text : value?.kind === 'list' ? value.items.map(plain) : value?.kind;

const read = (text: string): unknown =>
	Object.fromEntries([...parseVirconf(text)].map(([name, value]) => [name, plain(value)]));

/* Each was given to virsh 9.0.0, but for comments in lists, which it refuses. */
describe('a file of libvirt', () => {
	test.each([
		['uri_default = "test:///default"\n', {uri_default: 'test:///default'}],
		["uri_default='a' # hi", {uri_default: 'a'}],
		['uri_default="""a"b\nc"""', {uri_default: 'a"b\nc'}],
		['\r\n\r\n\ta = "b"\r\n', {a: 'b'}],
		['a = "b"\na = "c"\n', {a: 'b'}],
		['a=-12\nb=[1,2]\n_c9 = ""', {a: 'number', b: ['number', 'number'], _c9: ''}],
		['a = [\n "x=1", # one\n # two\n \'y=2\',\n]\n', {a: ['x=1', 'y=2']}],
		['a = [ ]', {a: []}],
		['# nothing\n#a = "b"', {}],
		['a = "b#c"', {a: 'b#c'}],
		['a = "" # empty', {a: ''}],
	])('%j', (text, entries) => {
		expect(read(text)).toEqual(entries);
	});

	test.each([
		['a = b', 'line 1: expecting a value'],
		['\na = "b', 'line 2: unterminated string'],
		["a = 'b\n'", 'line 1: unterminated string'],
		['a = """b"', 'line 1: unterminated string'],
		['what ever', 'line 1: expecting an assignment'],
		['a = "b" c = 1', 'line 1: expecting a separator'],
		['a.b = 1', 'line 1: expecting an assignment'],
		['a = "\\""', 'line 1: expecting a separator'],
		['a = ["b" "c"]', 'line 1: expecting a separator in list'],
		['a = [\n"b"\n', 'line 3: list is not closed with ]'],
		['a = [', 'line 1: expecting a value'],
		['= 1', 'line 1: expecting a name'],
		['a =', 'line 1: expecting a value'],
		[`a = ${'['.repeat(100_000)}`, 'line 1: expecting a value'],
	])('%j is none', (text, words) => {
		expect(() => parseVirconf(text)).toThrow(new VirconfError(words));
	});

	test('whatever it holds, it is read or refused', () => {
		const piece = fc.constantFrom(
			'a',
			'=',
			'"',
			"'",
			'"""',
			'[',
			']',
			',',
			'#',
			'\n',
			' ',
			'1',
			'-',
			'\\',
			'é',
		);
		fc.assert(
			fc.property(fc.array(piece, {maxLength: 40}), (pieces) => {
				try {
					parseVirconf(pieces.join(''));
				} catch (error) {
					expect(error).toBeInstanceOf(VirconfError);
				}
			}),
			{numRuns: 2000},
		);
	});
});
