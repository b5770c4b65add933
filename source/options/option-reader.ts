import {columns} from '../columns/columns.ts';
import {UsageError} from '../driver/usage-error.ts';
import type {LibvirtConfig} from './libvirt-config/read-libvirt-config.ts';
import {type OptionName, optionEntry, type TableEntry, type ValueOf} from './option-table.ts';
import type {Written} from './written.ts';

/** Reads single options from what was written. */
export type OptionReader = {
	/** The text as written. Undefined: nothing was written. @throws UsageError if it is empty, or given several times */
	readonly text: (name: OptionName) => string | undefined;
	/** The value of the option, or its fallback if nothing was written. @throws UsageError */
	readonly value: <Name extends OptionName>(
		name: Name,
	) => ValueOf<Extract<TableEntry, {readonly name: Name}>>;
};

/** @param libvirt the configuration that has the aliases of addresses. */
export const createOptionReader = (written: Written, libvirt: LibvirtConfig): OptionReader => {
	const texts = (name: OptionName): readonly string[] => {
		const found = written.get(name);
		if (found?.values.some((value) => typeof value !== 'string' || value === '')) {
			throw new UsageError(`${found.origin} needs a value. Run domtop --help to see which.`);
		}

		return (found?.values ?? []) as readonly string[];
	};

	const text = (name: OptionName): string | undefined => {
		const values = texts(name);
		if (values.length > 1) {
			throw new UsageError(`${written.get(name)?.origin} is given ${values.length} times. Give it once.`);
		}

		return values[0];
	};

	const read = (name: OptionName): unknown => {
		const entry = optionEntry(name);
		const found = written.get(name);
		if (!found) {
			return entry.fallback;
		}

		if (entry.value === undefined) {
			return entry.parse(found.values.at(-1) === true);
		}

		const context = {
			...found,
			columnKeys: () => columns[value('view')].map(({key}) => key),
			libvirt,
		};
		if (entry.repeatable) {
			return texts(name).map((one) => entry.parse(one, context));
		}

		const given = text(name);
		return given === undefined ? entry.fallback : entry.parse(given, context);
	};

	const value: OptionReader['value'] = (name) => read(name) as never;

	return {text, value};
};
