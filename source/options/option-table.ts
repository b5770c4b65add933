import {pageNames} from '../columns/columns.ts';
import {askedAddress} from './libvirt-config/asked-address.ts';
import type {LibvirtConfig} from './libvirt-config/read-libvirt-config.ts';
import {choiceOption, numberOption, sizeOption, wholeOption} from './option-parsers.ts';
import type {WrittenOption} from './written.ts';

/** What a parser gets besides the text of an option. */
export type OptionContext = Pick<WrittenOption, 'origin' | 'onCommandLine'> & {
	/** Keys of the columns of the page to start with. @throws UsageError if the page does not exist */
	readonly columnKeys: () => readonly string[];
	/** The configuration that has the aliases of addresses. */
	readonly libvirt: LibvirtConfig;
};

type Common = {
	/** The name after two dashes and in the config file. A switch that begins with `no-` is written when it is off. */
	readonly name: string;
	readonly short?: string;
	readonly help: string;
	/** The help names the fallback behind the text. */
	readonly showsFallback?: true;
	/** The option may not stand in the config file. */
	readonly flagOnly?: true;
	/** Name of the option in `Options`. Undefined: the option is a part of the command. */
	readonly field?: string;
	/** The option is about the columns of one page: its value in the file does not carry over to another page. */
	readonly ofPage?: true;
	/** `W` writes the option: always, or only if it is not the fallback. Undefined: never. */
	readonly saved?: 'always' | 'changed';
	/** The value if nothing was written. */
	readonly fallback: unknown;
};

/** An option with a value behind it. */
export type TextOption = Common & {
	/** The word behind the option in the help. */
	readonly value: string;
	/** An option that is given several times has all the values. */
	readonly repeatable?: true;
	/** @throws UsageError */
	readonly parse: (text: string, context: OptionContext) => unknown;
};

/** An option without a value. */
export type SwitchOption = Common & {
	readonly value?: undefined;
	readonly repeatable?: undefined;
	readonly parse: (isOn: boolean) => unknown;
};

/** One option: flags, config file, help, `Options` and `W` all read it. */
export type OptionEntry = TextOption | SwitchOption;

const longest = 2 ** 31 - 1;
const isOn = (on: boolean): boolean => on;

/** In the order of the help. */
const table = [
	{
		name: 'connect',
		short: 'c',
		value: 'uri',
		repeatable: true,
		help: 'such as qmp:, qemu:///system or qemu+ssh://host/system; may be repeated',
		field: 'connect',
		// Empty: wherever a hypervisor is present.
		fallback: [],
		parse: (text, context) => askedAddress(text, context, context.libvirt),
	},
	{
		name: 'delay',
		short: 'd',
		value: 'seconds',
		help: 'between refreshes, 0.1 to 3600, fractions allowed',
		showsFallback: true,
		field: 'delay',
		saved: 'always',
		fallback: 2,
		parse: (text, {origin}) => numberOption(origin, text, 0.1, 3600, 'seconds'),
	},
	{
		name: 'iterations',
		short: 'n',
		value: 'n',
		help: 'stop after n refreshes',
		flagOnly: true,
		field: 'iterations',
		// Without end.
		fallback: undefined,
		parse: (text, {origin}) => wholeOption(origin, text, 1, longest, 'refreshes'),
	},
	{
		name: 'batch',
		short: 'b',
		help: 'plain text on stdout, one block a refresh',
		flagOnly: true,
		fallback: false,
		parse: isOn,
	},
	{
		name: 'json',
		help: 'JSON Lines on stdout, one object a refresh, raw units',
		flagOnly: true,
		fallback: false,
		parse: isOn,
	},
	{
		name: 'csv',
		help: 'CSV on stdout: a row a domain, or a device with --view disks, nics or cpu',
		flagOnly: true,
		fallback: false,
		parse: isOn,
	},
	{
		name: 'frame',
		value: 'WxH',
		help: 'one frame of the screen as plain text, then exit',
		flagOnly: true,
		fallback: undefined,
		parse: (text, {origin}) => sizeOption(origin, text),
	},
	{
		name: 'sort',
		short: 's',
		value: 'column',
		help: 'the column to sort by',
		field: 'sort',
		ofPage: true,
		saved: 'changed',
		// The order that the page has by itself.
		fallback: undefined,
		parse: (text, {origin, columnKeys}) => choiceOption(origin, text, columnKeys()),
	},
	{
		name: 'reverse',
		short: 'r',
		help: 'the other way round',
		field: 'reverse',
		ofPage: true,
		saved: 'changed',
		fallback: false,
		parse: isOn,
	},
	{
		name: 'filter',
		short: 'f',
		value: 'text',
		help: 'only domains with this in their name, uuid or state',
		field: 'filter',
		saved: 'changed',
		fallback: '',
		parse: (text) => text,
	},
	{
		name: 'view',
		value: 'page',
		help: `the page to start with: ${pageNames.join(', ')}`,
		field: 'page',
		saved: 'changed',
		fallback: 'domains',
		parse: (text, {origin}) => choiceOption(origin, text, pageNames),
	},
	{
		name: 'columns',
		value: 'a,b,c',
		help: 'the columns to show, in this order',
		field: 'columns',
		ofPage: true,
		saved: 'changed',
		// The columns with a priority.
		fallback: undefined,
		parse: (text, {origin, columnKeys}): readonly string[] =>
			text.split(',').map((key) => choiceOption(origin, key.trim(), columnKeys())),
	},
	{
		name: 'balloon-period',
		value: 'seconds',
		help: 'set once, at the first sight of a guest whose period is 0',
		field: 'balloonPeriod',
		fallback: undefined,
		parse: (text, {origin}) => wholeOption(origin, text, 1, longest, 'seconds'),
	},
	{name: 'read-only', help: 'nothing may be changed', field: 'readOnly', fallback: false, parse: isOn},
	{
		name: 'vbd-sectors',
		value: 'size',
		help: 'what a sector of a Xen disk counts for: physical or 512',
		showsFallback: true,
		field: 'sectors',
		saved: 'changed',
		fallback: 'physical',
		parse: (text, {origin}) => choiceOption(origin, text, ['physical', '512'] as const),
	},
	{name: 'ascii', help: 'no character outside ASCII', field: 'ascii', fallback: false, parse: isOn},
	{
		name: 'no-color',
		help: 'no colours; NO_COLOR=1 does the same',
		field: 'color',
		fallback: true,
		parse: (off) => !off,
	},
	{
		name: 'period',
		value: 'seconds',
		help: 'with dommemstat: set the balloon statistics period, 0 stops it',
		flagOnly: true,
		fallback: undefined,
		parse: (text, {origin}) => wholeOption(origin, text, 0, longest, 'seconds'),
	},
	{name: 'help', short: 'h', help: 'this text', flagOnly: true, fallback: false, parse: isOn},
	{name: 'version', help: 'the version', flagOnly: true, fallback: false, parse: isOn},
] as const satisfies readonly OptionEntry[];

/** An entry as it stands in the table, with its own exact types. */
export type TableEntry = (typeof table)[number];

export type OptionName = TableEntry['name'];

type Parsed<Entry> = Entry extends {
	readonly repeatable: true;
	readonly parse: (...given: never) => infer Value;
}
	? readonly Value[]
	: Entry extends {readonly parse: (...given: never) => infer Value}
		? Value
		: never;

/** The type of an option's value, written or not. */
export type ValueOf<Entry extends TableEntry> = [Entry['fallback']] extends [Parsed<Entry>]
	? Parsed<Entry>
	: Parsed<Entry> | Entry['fallback'];

/** All options, in the order of the help. */
export const optionTable: readonly OptionEntry[] = table;

const entries = new Map<string, OptionEntry>(table.map((entry) => [entry.name, entry]));

export const optionEntry = (name: OptionName): OptionEntry => entries.get(name) as OptionEntry;
