import {expect, test} from 'vitest';
import {createAtPlace} from '../../source/model/collections.ts';

/** A list of names whose keys are counted when they are looked at. */
const counted = (names: readonly string[]) => {
	let looks = 0;
	const at = createAtPlace(names, (name) => {
		looks += 1;
		return name;
	});
	return {at, looks: () => looks};
};

test('an item is found at its place, and anywhere else', () => {
	const {at} = counted(['a', 'b', 'c']);
	expect([at('b', 1), at('c', 0), at('a', 7), at('d', 0)]).toEqual(['b', 'c', 'a', undefined]);
	expect(createAtPlace(undefined, (name) => name)('a', 0)).toBeUndefined();
});

test('of two with one key the first counts', () => {
	const items = [
		{key: 'a', number: 1},
		{key: 'b', number: 2},
		{key: 'a', number: 3},
	];
	expect(createAtPlace(items, ({key}) => key)('a', 1)?.number).toBe(1);
});

test.each([
	['is the same', (_: string, index: number) => `disk${index}`],
	['is turned round', (_: string, index: number) => `disk${999 - index}`],
	['has other names', (_: string, index: number) => `other${index}`],
])('each key of a list that %s is looked at twice at most', (_, rename) => {
	const names = Array.from({length: 1000}, (_value, index) => `disk${index}`);
	const {at, looks} = counted(names);
	for (const [place, name] of names.map(rename).entries()) {
		at(name, place);
	}

	expect(looks()).toBeLessThanOrEqual(2000);
});
