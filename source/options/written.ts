/** Where a value was written, for the message: `--delay` or `"delay" in /path/config.json`. */
export type Origin = string;

/** What was written for an option. */
export type WrittenOption = {
	readonly origin: Origin;
	/** The person who runs the program wrote it on the command line. Undefined: it stands in a file. */
	readonly onCommandLine?: true;
	readonly values: readonly (string | boolean)[];
};

/** What was written for options, by their long names. */
export type Written = ReadonlyMap<string, WrittenOption>;
