import fc from 'fast-check';
import {expect, test} from 'vitest';
import {shortNames} from '../../source/usage/short-names.ts';

test('the domain part is cut as far as the names stay unlike', () => {
	expect(shortNames(['kvm1.fra.example', 'kvm2.fra.example'])).toEqual(['kvm1', 'kvm2']);
	expect(shortNames(['kvm1.fra.example', 'kvm1.ams.example', 'kvm2.fra.example'])).toEqual([
		'kvm1.fra',
		'kvm1.ams',
		'kvm2',
	]);
	expect(shortNames(['kvm1', 'kvm1.ams'])).toEqual(['kvm1', 'kvm1.ams']);
});

test('an address is never cut', () => {
	expect(shortNames(['10.0.0.1', '10.0.0.2', '2001:db8::1.2.3.4'])).toEqual([
		'10.0.0.1',
		'10.0.0.2',
		'2001:db8::1.2.3.4',
	]);
});

test('names that are unlike stay so, whatever they are', () => {
	const label = fc.constantFrom('a', 'b', 'kvm1', '10', '');
	const name = fc.array(label, {minLength: 1, maxLength: 4}).map((labels) => labels.join('.'));
	fc.assert(
		fc.property(fc.uniqueArray(name), (names) => {
			const short = shortNames(names);
			expect(new Set(short).size).toBe(names.length);
			expect(short.every((text, index) => names[index]?.startsWith(text))).toBe(true);
		}),
	);
});
