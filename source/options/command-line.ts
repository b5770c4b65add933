import meow from 'meow';
import {UsageError} from '../driver/usage-error.ts';
import {type OptionEntry, optionEntry, optionTable} from './option-table.ts';
import type {Written, WrittenOption} from './written.ts';

const camel = (name: string): string =>
	name.replaceAll(/-(.)/g, (_match, letter: string) => letter.toUpperCase());

/** The name of an option for meow, which turns `--no-color` into a false `color` by itself. */
const meowName = (name: string): string => camel(name.replace(/^no-/, ''));

const meowFlags = (): Record<string, {type: 'string'; isMultiple: true} | {type: 'boolean'}> =>
	Object.fromEntries(
		optionTable.map(({name, short, value}) => {
			const common = short ? {shortFlag: short} : {};
			return [
				meowName(name),
				value ? {...common, type: 'string', isMultiple: true} : {...common, type: 'boolean'},
			];
		}),
	);

/** How often an option with a value stands on the command line, long or short. */
const occurrences = (argv: readonly string[], {name, short}: OptionEntry): number =>
	argv.filter(
		(word) =>
			word === `--${name}` ||
			word.startsWith(`--${name}=`) ||
			(short !== undefined && word.startsWith(`-${short}`) && !word.startsWith('--')),
	).length;

const takesNoValue = (flag: string): UsageError =>
	new UsageError(`${flag} takes no value. Write ${flag} alone.`);

/** For meow a dot begins a key of an object: a switch that is given again with a dot has two values, and meow throws. */
const takeApart = (argv: readonly string[]) => {
	try {
		return meow('', {
			importMeta: import.meta,
			argv,
			pkg: {name: 'domtop'},
			autoHelp: false,
			autoVersion: false,
			booleanDefault: undefined,
			flags: meowFlags(),
		});
	} catch (error) {
		const [, flag] = /^The flag --(\w+) can only be set once/.exec((error as Error).message) ?? [];
		const entry = optionTable.find(({name}) => meowName(name) === flag);
		throw entry ? takesNoValue(`--${entry.name}`) : error;
	}
};

/** Whether a word is this switch with a value or a key behind it, in any of its spellings. */
const hasValue = (word: string, {name, short}: OptionEntry): boolean => {
	const [, flag = ''] = /^(-[^.=]+)[.=]/.exec(word) ?? [];
	const names = [name, name.replace(/^no-/, '')].flatMap((one) => [
		`--${one}`,
		`--${camel(one)}`,
		`--no-${one}`,
	]);
	return names.includes(flag) || (short !== undefined && new RegExp(`^-\\w*${short}$`).test(flag));
};

/** meow takes a missing value for the default and a half value for an object, and drops the value of a switch. */
const checkValues = (argv: readonly string[], entry: OptionEntry, value: unknown): void => {
	const flag = `--${entry.name}`;
	if (entry.value === undefined) {
		const negated = entry.name.startsWith('no-') ? flag : `--no-${entry.name}`;
		const isSwitch = typeof value === 'boolean' && (value || argv.includes(negated));
		if (argv.some((word) => hasValue(word, entry)) || !(value === undefined || isSwitch)) {
			throw takesNoValue(flag);
		}

		return;
	}

	const values = Array.isArray(value) ? value : [];
	if (values.length < occurrences(argv, entry) || values.some((one) => typeof one !== 'string')) {
		const example = entry.short ? `-${entry.short} <${entry.value}>` : `${flag}=<${entry.value}>`;
		throw new UsageError(
			`${flag} needs a value. Write ${example}; one that begins with a dash or a dot as ${flag}=….`,
		);
	}
};

/**
Takes a command line apart.
@param argv without the program's name.
@throws UsageError for a flag that does not exist, for a missing value, and for a value too many.
*/
export const writtenOptions = (argv: readonly string[]): {written: Written; input: readonly string[]} => {
	const end = argv.indexOf('--');
	const flagArguments = end < 0 ? argv : argv.slice(0, end);
	const parsed = takeApart(argv);
	const flags = parsed.flags as Readonly<Record<string, unknown>>;
	const written = new Map<string, WrittenOption>();
	for (const entry of optionTable) {
		const {name} = entry;
		const value = flags[meowName(name)];
		checkValues(flagArguments, entry, value);
		const values = (Array.isArray(value) ? value : value === undefined ? [] : [value]) as (
			| string
			| boolean
		)[];
		if (values.length > 0) {
			written.set(name, {
				origin: `--${name}`,
				onCommandLine: true,
				values: name.startsWith('no-') ? values.map((one) => one === false) : values,
			});
		}
	}

	const known = new Set(optionTable.map(({name}) => meowName(name)));
	const unknown = Object.keys(flags).find((key) => !known.has(key));
	if (unknown !== undefined) {
		const long = unknown.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
		const flag = flagArguments.find((word) => word.replace(/=.*$/s, '') === `--${long}`)
			? `--${long}`
			: `-${unknown}`;
		throw new UsageError(
			`There is no option ${JSON.stringify(flag)}. Run domtop --help to list the options.`,
		);
	}

	return {written, input: parsed.input};
};

/**
Merges what was written; flags take precedence over the config file. The file's columns and order for one page do not carry
over to another page. The file's balloon period does not count where nothing may be changed.
*/
export const mergeWritten = (config: Written, flags: Written): Written => {
	const page = (written: Written): unknown => written.get('view')?.values[0];
	const elsewhere =
		page(flags) !== undefined && page(flags) !== (page(config) ?? optionEntry('view').fallback);
	const readOnly = (flags.get('read-only') ?? config.get('read-only'))?.values.at(-1) === true;
	const dropped = new Set([
		...(elsewhere ? optionTable.filter(({ofPage}) => ofPage).map(({name}) => name) : []),
		...(readOnly ? ['balloon-period'] : []),
	]);
	return new Map([...[...config].filter(([name]) => !dropped.has(name)), ...flags]);
};
