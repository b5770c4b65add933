import fc from 'fast-check';
import stringWidth from 'string-width';
import {expect, test} from 'vitest';
import {fitMiddle} from '../../source/text/cut-forms.ts';

test('both ends of a long text stay', () => {
	expect(fitMiddle('hypervisor-fra-01', 10)).toBe('hyper…a-01');
	expect(fitMiddle('hypervisor-fra-01', 10, true)).toBe('hyper~a-01');
	expect(fitMiddle('日本語-host-01', 9)).toBe('日本…t-01');
	expect(fitMiddle('kvm1', 6)).toBe('kvm1  ');
});

test('it is exactly as wide as asked', () => {
	fc.assert(
		fc.property(
			fc.string({unit: 'grapheme'}),
			fc.integer({min: 0, max: 20}),
			fc.boolean(),
			(text, width, ascii) => {
				expect(stringWidth(fitMiddle(text, width, ascii))).toBe(width);
			},
		),
	);
});
