/** Where a value was written, for the message: `--delay` or `"delay" in /path/config.json`. */
export type Origin = string;

/** What was written for an option. */
export type WrittenOption = {
	readonly origin: Origin;
	/** On the command line, by whoever runs the program. Absent: in a file. */
	readonly onCommandLine?: true;
	readonly values: readonly (string | boolean)[];
};

/** Long option names, and what was written for them. */
export type Written = ReadonlyMap<string, WrittenOption>;
