import {optionTable, type TableEntry, type ValueOf} from './option-table.ts';

/** The options that `W` writes. */
export type SavedOptions = {
	readonly [Entry in TableEntry as Entry extends {
		readonly field: infer Field extends string;
		readonly saved: string;
	}
		? Field
		: never]: ValueOf<Entry>;
};

const spelled = (value: SavedOptions[keyof SavedOptions]): string | number | boolean | undefined =>
	typeof value === 'object' ? value.join(',') : value;

/**
Options in the words of the config file, in the order in which they are given. An option that is saved only if changed is
undefined when it has its fallback, so that it is taken out of the file.
*/
export const savedOptions = (
	options: SavedOptions,
): Readonly<Record<string, string | number | boolean | undefined>> =>
	Object.fromEntries(
		Object.entries(options).flatMap(([field, value]) => {
			const entry = optionTable.find((one) => one.field === field && one.saved !== undefined);
			const isDropped = entry?.saved === 'changed' && value === entry.fallback;
			return entry ? [[entry.name, isDropped ? undefined : spelled(value)]] : [];
		}),
	);
