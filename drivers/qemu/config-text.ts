/** A section of QEMU's configuration file: `[device "net0"]`, and the lines below it. */
export type ConfigSection = {
	readonly group: string;
	/** Keys and values, including the id where the section has one. */
	readonly options: Map<string, string>;
};

/**
Parses the format of -readconfig and -writeconfig (util/qemu-config.c): `[group "id"]` or `[group]` at the beginning of
a line, `key = "value"` with a blank before the equals sign, `#` at the beginning of a line for a comment. A value has
no escapes, and text after a value is ignored.
@returns undefined: QEMU would not have taken the file.
*/
export const parseConfigText = (text: string): readonly ConfigSection[] | undefined => {
	const sections: ConfigSection[] = [];
	for (const line of text.split('\n')) {
		if (line === '' || line.startsWith('#')) {
			continue;
		}

		const [, named, id] = /^\[(\S{1,63})\s+"([^"]{1,63})"\]/.exec(line) ?? [];
		const group = named ?? /^\[([^\]]{1,63})/.exec(line)?.[1];
		if (group !== undefined) {
			sections.push({group, options: new Map(id === undefined ? [] : [['id', id]])});
			continue;
		}

		const [, key, value = ''] = /^\s*(\S{1,63})\s*=\s*"([^"]*)/.exec(line) ?? [];
		const section = sections.at(-1);
		if (section === undefined || key === undefined) {
			return undefined;
		}

		section.options.set(key, value);
	}

	return sections;
};

/** What a configuration file says. */
export type ConfigContent = {
	/** Undefined: the file was not read. */
	readonly sections?: readonly ConfigSection[] | undefined;
	/** Why not all of the file counts, cleaned, as `its configuration is in …`. Undefined: all of it counts. */
	readonly unread?: string | undefined;
	/**
	`missing`: there is no such file. `passing`: the file may be readable later. Undefined: neither, or all of it counts.
	*/
	readonly obstacle?: 'missing' | 'passing' | undefined;
};
