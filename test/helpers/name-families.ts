import fc from 'fast-check';
import {cleanText} from '../../source/text/clean-text.ts';

const uuid = (index: number): string => {
	const digits = Math.imul(index + 1, 2_654_435_761) >>> 0;
	return `${digits.toString(16).padStart(8, '0')}-9d0c-4c5e-8f6a-1b2c3d4e5f60`;
};

/** Names as people and their tools give them. The names of a family are alike where a name is easily cut. */
export const nameFamilies: Readonly<Record<string, (index: number) => string>> = {
	openstack: (index) => `instance-0031a${(0x98b + index).toString(16)}`,
	opennebula: (index) => `one-${index}`,
	uuid,
	'uuid with its difference at the end': (index) =>
		`9d0c4c5e-8f6a-1b2c-3d4e-${String(index).padStart(12, '0')}`,
	kubevirt: (index) => `default_virt-launcher-vmi-fedora-east-${index}`,
	domain: (index) => `web${index}.fra.customers.example.com`,
	'domain of one host': (index) => `web.rack-${index}.fra.customers.example.com`,
	'common start': (index) => `customer-4711-staging-environment-${index}`,
	'common end': (index) => `${index}-of-the-staging-environment-of-customer-4711`,
	'common start and end': (index) => `customer-4711-staging-${index}-environment-in-frankfurt-am-main`,
	'two differences': (index) =>
		`customer-${index % 7}-with-a-very-long-name-replica-${Math.floor(index / 7)}-in-frankfurt`,
	'64 letters': (index) => String(index).padStart(64, 'a'),
	'64 letters, difference first': (index) => String(index).padEnd(64, 'a'),
	'64 letters, difference inside': (index) =>
		`${'a'.repeat(30)}${String(index).padStart(4, '0')}${'b'.repeat(30)}`,
	'wide letters': (index) => `日本語サーバー${index}番の仮想機械データベース`,
	'wide letters alone': (index) =>
		`仮想機械データベースサーバー${String.fromCodePoint(0x4e_00 + index)}仮想機械データベースサーバー`,
	'marks and pictures': (index) =>
		`Kraków-n\u0303-👩‍👩‍👧-${'ö'.repeat(20)}${index}-e\u0301-🇩🇪-${'👍🏽'.repeat(10)}`,
	'spaces at the end': (index) => `vm${' '.repeat(index % 20)}${index < 20 ? '' : index}`,
	'ends of cut names': (index) => `instance…${'#'.repeat(index % 40)}…${index}`,
};

/** Up to sixty different names: of one family, of two families, or any names at all. */
export const someNames = (): fc.Arbitrary<readonly string[]> => {
	const family = fc
		.record({
			nameOf: fc.constantFrom(...Object.values(nameFamilies)),
			count: fc.integer({min: 2, max: 30}),
			step: fc.constantFrom(1, 3, 17),
		})
		.map(({nameOf, count, step}) => Array.from({length: count}, (_, index) => nameOf(index * step)));
	const any = fc.array(
		fc.oneof(
			fc.string({unit: fc.constantFrom('a', 'b', '-'), minLength: 1, maxLength: 64}),
			fc.string({unit: 'grapheme', minLength: 1, maxLength: 64}),
		),
		{maxLength: 20},
	);
	return fc
		.tuple(family, fc.oneof(family, any))
		.map(([one, other]) => [...new Set([...one, ...other].map((name) => cleanText(name)))]);
};

/** What a person sees of a line. */
export const visibleTextOf = (line: string): string => line.trimEnd().normalize('NFC');
