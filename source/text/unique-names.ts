import {cleanText, textLimits} from './clean-text.ts';

/** Code points kept free for `#2` and so on, so that a long name has a number too. */
const suffixLength = 8;

/** Makes names unique: the second item of a name gets the name with `#2`, and so on. */
export const uniqueNames = <Item extends {readonly name: string}>(
	items: readonly Item[],
): readonly Item[] => {
	if (new Set(items.map(({name}) => name)).size === items.length) {
		return items;
	}

	const taken = new Set<string>();
	const counts = new Map<string, number>();
	return items.map((item) => {
		let name = item.name;
		if (taken.has(name)) {
			const base = cleanText(name, textLimits.name - suffixLength);
			let count = counts.get(base) ?? 1;
			while (taken.has(name)) {
				count += 1;
				name = `${base}#${count}`;
			}

			counts.set(base, count);
		}

		taken.add(name);
		return name === item.name ? item : {...item, name};
	});
};
