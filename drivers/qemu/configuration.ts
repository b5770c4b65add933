import type {CommandLine} from './command-line.ts';
import type {ConfigSection} from './config-text.ts';
import {type OptionText, parseOptionText} from './option-text.ts';

/** Groups of options that domtop reads, by their name in a configuration file. */
type Group =
	| 'machine'
	| 'memory'
	| 'name'
	| 'device'
	| 'netdev'
	| 'nic'
	| 'net'
	| 'chardev'
	| 'mon'
	| 'object'
	| 'smbios';

/** What QEMU was told on its command line and in the files that the command line names. */
export type Configuration = {
	/** The options of a group, in the order in which QEMU took them. */
	readonly all: (group: Group) => readonly OptionText[];
	/** The options of a group that QEMU takes as one, however often the group is given. The last value of each key counts. */
	readonly merged: (group: Group) => OptionText;
	readonly commandLine: CommandLine;
	/** Why a part was not read, as `its configuration is in …`. Undefined: all was read. */
	readonly unread?: string | undefined;
};

type Form = {
	readonly group: Group;
	/** The key that the first word may leave out. */
	readonly implied: string;
	/** Whether the value may be JSON. */
	readonly json?: boolean;
	/** Put before each key: QEMU keeps these options with the machine. */
	readonly prefix?: string;
};

const forms: ReadonlyMap<string, Form> = new Map<string, Form>([
	['machine', {group: 'machine', implied: 'type'}],
	['M', {group: 'machine', implied: 'type'}],
	['smp', {group: 'machine', implied: 'cpus', prefix: 'smp.'}],
	['smp-opts', {group: 'machine', implied: 'cpus', prefix: 'smp.'}],
	['m', {group: 'memory', implied: 'size'}],
	['memory', {group: 'memory', implied: 'size'}],
	['name', {group: 'name', implied: 'guest'}],
	['device', {group: 'device', implied: 'driver', json: true}],
	['netdev', {group: 'netdev', implied: 'type', json: true}],
	['nic', {group: 'nic', implied: 'type'}],
	['net', {group: 'net', implied: 'type'}],
	['chardev', {group: 'chardev', implied: 'backend', json: true}],
	['mon', {group: 'mon', implied: 'chardev', json: true}],
	['object', {group: 'object', implied: 'qom-type', json: true}],
	['smbios', {group: 'smbios', implied: 'type'}],
]);

/** Groups that only a file may name, and options that only the command line may name. */
const onlyInFiles = new Set(['memory', 'smp-opts']);
const onlyOnCommandLine = new Set(['M', 'm', 'smp', 'smbios']);

const withPrefix = (options: OptionText, prefix = ''): Map<string, string> =>
	new Map([...options].map(([key, value]) => [`${prefix}${key}`, value]));

/**
Reads the options in their order, as QEMU does. A file stands where -readconfig names it, and -set changes what was
given before it (softmmu/vl.c, qemu_init).

@param files the sections of each -readconfig, in their order; a file that is missing here was not read.
@param unread why it was not read.
*/
export const readConfiguration = (
	commandLine: CommandLine,
	files: ReadonlyArray<readonly ConfigSection[]> = [],
	unread?: string,
): Configuration => {
	const groups = new Map<Group, Array<Map<string, string>>>();
	const byId = new Map<string, Map<string, string>>();
	const add = ({group, prefix}: Form, options: OptionText) => {
		const own = withPrefix(options, prefix);
		const others = groups.get(group) ?? [];
		groups.set(group, others);
		others.push(own);
		const id = `${group} ${options.get('id')}`;
		if (!byId.has(id)) {
			byId.set(id, own);
		}
	};

	let fileIndex = 0;
	for (const {name, value = ''} of commandLine.options) {
		const form = onlyInFiles.has(name) ? undefined : forms.get(name);
		if (form) {
			add(form, parseOptionText(value, form.implied, form.json));
		} else if (name === 'readconfig') {
			for (const {group, options} of files[fileIndex] ?? []) {
				const inFile = onlyOnCommandLine.has(group) ? undefined : forms.get(group);
				if (inFile) {
					add(inFile, options);
				}
			}

			fileIndex += 1;
		} else if (name === 'set') {
			const [, group, id, key, text] = /^([^.]+)\.([^.]+)\.([^=]+)=(.*)$/s.exec(value) ?? [];
			if (key !== undefined && text !== undefined) {
				byId.get(`${group} ${id}`)?.set(key, text);
			}
		}
	}

	const all = (group: Group) => groups.get(group) ?? [];
	return {
		all,
		merged: (group) => new Map(all(group).flatMap((options) => [...options])),
		commandLine,
		unread,
	};
};
