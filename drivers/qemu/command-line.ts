/** The values of the options of QEMU's command line, in their order, by the option's name without dashes. */
export type CommandLine = {
	readonly values: (name: string) => readonly string[];
	readonly has: (name: string) => boolean;
};

/**
Each option is taken with one or two dashes. What follows an option is its value unless it looks like an option itself,
so that a value that spells an option (`-append -qmp`) is the only thing misread.
*/
export const parseCommandLine = (argv: readonly string[]): CommandLine => {
	const options = new Map<string, string[]>();
	for (let index = 1; index < argv.length; index += 1) {
		const name = /^--?([A-Za-z].*)$/.exec(argv[index] ?? '')?.[1];
		if (name === undefined) {
			continue;
		}

		const values = options.get(name) ?? [];
		options.set(name, values);
		const next = argv[index + 1];
		if (next !== undefined && !/^--?[A-Za-z]/.test(next)) {
			values.push(next);
			index += 1;
		}
	}

	return {
		values: (name) => options.get(name) ?? [],
		has: (name) => options.has(name),
	};
};
