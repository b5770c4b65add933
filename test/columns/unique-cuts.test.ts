import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {uniqueCuts} from '../../source/columns/unique-cuts.ts';
import type {Cut} from '../../source/text/cut-forms.ts';
import {textWidth, toAscii} from '../../source/text/fit-text.ts';
import {nameFamilies, someNames, visibleTextOf} from '../helpers/name-families.ts';

const shownOf = (texts: readonly string[], width: number, cut: Cut = 'middle', ascii = false): string[] => {
	const cuts = uniqueCuts(new Set(texts), width, cut, ascii);
	return texts.map((text) => cuts.get(text) ?? (ascii ? toAscii(text) : text));
};

const numbered = (count: number, textOf: (index: number) => string): string[] =>
	Array.from({length: count}, (_, index) => textOf(index));

test('an empty cell stays empty, and one of blanks has a code', () => {
	expect(shownOf(['', 'nobody'], 8)).toEqual(['', 'nobody']);
	expect(shownOf(['', ' '], 8)).toEqual(['', expect.stringMatching(/^#\w{3}$/)]);
});

describe('a name', () => {
	test('that fits is shown as it is', () => {
		expect(shownOf(['instance-0031a98b', 'web'], 17)).toEqual(['instance-0031a98b', 'web']);
	});

	test('shows both its ends', () => {
		expect(shownOf(['instance-0031a98b', 'instance-0031a9c0'], 12)).toEqual(['instan…1a98b', 'instan…1a9c0']);
		expect(shownOf(['instance-0031a98b', 'instance-0031a9c0'], 12, 'middle', true)).toEqual([
			'instan~1a98b',
			'instan~1a9c0',
		]);
	});

	test('shows where it differs from one with the same ends', () => {
		expect(
			shownOf(
				numbered(3, (index) => `prod-web-frontend-${index}-eu-central-customer`),
				16,
			),
		).toEqual(['prod…d-0-eu-cen…', 'prod…d-1-eu-cen…', 'prod…d-2-eu-cen…']);
	});

	test('shows both places where it differs', () => {
		const names = numbered(
			4,
			(index) =>
				`${'a'.repeat(20)}-${index % 2}-${'b'.repeat(20)}-${Math.floor(index / 2)}-${'c'.repeat(20)}`,
		);
		expect(shownOf(names, 16)).toEqual([
			'…a-0-bb…b-0-cc…',
			'…a-1-bb…b-0-cc…',
			'…a-0-bb…b-1-cc…',
			'…a-1-bb…b-1-cc…',
		]);
	});

	test('has a code behind it where its difference has no room or cannot be seen', () => {
		expect(shownOf(['日本語-db', '中国語-db', 'web'], 12, 'middle', true)).toEqual([
			expect.stringMatching(/^\?{3}-db#\w{3}$/),
			expect.stringMatching(/^\?{3}-db#\w{3}$/),
			'web',
		]);
		const spaced = shownOf(['vm', 'vm ', 'vm  '], 12);
		expect(spaced.every((name) => /^vm#\w{3}$/.test(name))).toBe(true);
		expect(new Set(spaced).size).toBe(3);
	});

	test('keeps its code whatever others come and go', () => {
		const names = ['日本語', '中国語', '한국어'];
		const [first] = shownOf(names, 12, 'middle', true);
		expect(shownOf(names.slice(0, 2), 12, 'middle', true)[0]).toBe(first);
		expect(shownOf(names.toReversed(), 12, 'middle', true)[2]).toBe(first);
	});

	test('is not taken for one that is called as it looks', () => {
		const shown = shownOf(['instan…1a98b', 'instance-0031a98b'], 12);
		expect(shown[0]).toBe('instan…1a98b');
		expect(shown[1]).not.toBe(shown[0]);
	});
});

describe('a path', () => {
	test('shows its end, from a folder on where there is room', () => {
		const paths = ['/var/lib/libvirt/images/vda.raw', '/var/lib/libvirt/images/vdb.raw'];
		expect(shownOf(paths, 18, 'path')).toEqual(['…/images/vda.raw', '…/images/vdb.raw']);
		expect(shownOf(paths, 8, 'path')).toEqual(['…vda.raw', '…vdb.raw']);
	});

	test('shows the folder it alone is in', () => {
		const near = numbered(2, (index) => `/var/lib/images/vm-${index}/vda.raw`);
		expect(shownOf(near, 12, 'path')).toEqual(['…m-0/vda.raw', '…m-1/vda.raw']);
		const far = numbered(2, (index) => `/srv/pool-${index}/libvirt/images/vda.raw`);
		expect(shownOf(far, 14, 'path')).toEqual(['…l-0/libv….raw', '…l-1/libv….raw']);
		const nova = ['1f0e', '2a9b'].map((id) => `/var/lib/nova/instances/${id}5c5e-8f6a-1b2c-3d4e5f60/disk`);
		expect(shownOf(nova, 14, 'path')).toEqual(['…s/1f0e5c…disk', '…s/2a9b5c…disk']);
	});
});

describe('whatever they are called', () => {
	const isExact = (texts: readonly string[], width: number, cut: Cut, ascii: boolean): void => {
		const shown = shownOf(texts, width, cut, ascii);
		expect(new Set(shown.map(visibleTextOf)).size, `${width} columns: ${JSON.stringify(texts)}`).toBe(
			texts.length,
		);
		const misfits = shown.filter((text, index) => {
			const isWhole = visibleTextOf(text) === visibleTextOf(texts[index] ?? '');
			return textWidth(text) > width || !(isWhole || ascii || /[…#]/.test(text));
		});
		expect(misfits).toEqual([]);
	};

	test.each(Object.entries(nameFamilies))('five hundred look unlike: %s', (_, nameOf) => {
		const names = numbered(500, nameOf);
		for (const width of [8, 12, 16, 40]) {
			for (const cut of ['middle', 'path'] as const) {
				isExact(names, width, cut, false);
				isExact(names, width, cut, true);
			}
		}
	});

	test('any look unlike, at any width from five columns on, and in any order', () => {
		fc.assert(
			fc.property(
				someNames(),
				fc.integer({min: 5, max: 60}),
				fc.constantFrom<Cut>('middle', 'path'),
				fc.boolean(),
				(names, width, cut, ascii) => {
					isExact(names, width, cut, ascii);
					const cuts = uniqueCuts(new Set(names), width, cut, ascii);
					expect(uniqueCuts(new Set(names.toReversed()), width, cut, ascii)).toEqual(cuts);
				},
			),
		);
	});
});
