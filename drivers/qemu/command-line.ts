import {takesValue} from './takes-value.ts';

/** An option: its name without dashes, and its value. Undefined: it has no value. */
export type CommandOption = {readonly name: string; readonly value?: string | undefined};

/** The options of QEMU's command line. */
export type CommandLine = {
	/** The name that QEMU was started as, without its folder. */
	readonly program: string;
	readonly options: readonly CommandOption[];
	/** The values of an option, in their order. */
	readonly values: (name: string) => readonly string[];
	readonly has: (name: string) => boolean;
};

/**
Parses options with one or two dashes, and takes values as QEMU does (softmmu/vl.c, lookup_opt): `-append -qmp` is one
option. A word that is no option is a disk's image.
*/
export const parseCommandLine = (argv: readonly string[]): CommandLine => {
	const options: CommandOption[] = [];
	const byName = new Map<string, string[]>();
	for (let index = 1; index < argv.length; index += 1) {
		const name = /^--?([A-Za-z].*)$/s.exec(argv[index] ?? '')?.[1];
		if (name === undefined) {
			continue;
		}

		const next = argv[index + 1];
		const value = next !== undefined && takesValue(name, next) ? next : undefined;
		const values = byName.get(name) ?? [];
		byName.set(name, values);
		options.push({name, value});
		if (value !== undefined) {
			values.push(value);
			index += 1;
		}
	}

	const program = argv[0] ?? '';
	return {
		program: program.slice(program.lastIndexOf('/') + 1),
		options,
		values: (name) => byName.get(name) ?? [],
		has: (name) => byName.has(name),
	};
};

/** Returns the command line as if this option stood before all others. */
export const withOptionFirst = (commandLine: CommandLine, name: string, value: string): CommandLine => ({
	...commandLine,
	options: [{name, value}, ...commandLine.options],
	values: (one) => (one === name ? [value, ...commandLine.values(one)] : commandLine.values(one)),
});
