import {pageNames} from './columns.ts';
import {UsageError} from './usage-error.ts';

/** Where a value was written, for the message: `--delay` or `"delay" in /path/config.json`. */
export type Origin = string;

/** One option: flags, config file and help all read it. */
export type OptionEntry = {
	readonly name: string;
	readonly short?: string;
	/** What follows it, in the help; absent: a switch. */
	readonly value?: string;
	readonly repeatable?: true;
	readonly help: string;
	/** May not stand in the config file. */
	readonly flagOnly?: true;
};

const refuse = (origin: Origin, text: string, advice: string): never => {
	throw new UsageError(`${origin}: ${JSON.stringify(text)} ${advice}`);
};

/** A decimal number within bounds. @throws UsageError */
export const numberOption = (
	origin: Origin,
	text: string,
	least: number,
	most: number,
	unit: string,
): number => {
	const value = /^\d+(?:\.\d*)?$|^\.\d+$/.test(text) ? Number(text) : Number.NaN;
	return value >= least && value <= most
		? value
		: refuse(origin, text, `is not a number of ${unit}. Give one from ${least} to ${most}.`);
};

/** A whole number within bounds. @throws UsageError */
export const wholeOption = (
	origin: Origin,
	text: string,
	least: number,
	most: number,
	unit: string,
): number => {
	const value = numberOption(origin, text, least, most, unit);
	return Number.isInteger(value)
		? value
		: refuse(origin, text, `is not a whole number of ${unit}. Give one from ${least} to ${most}.`);
};

/** One of some words. @throws UsageError */
export const wordOption = <Word extends string>(origin: Origin, text: string, words: readonly Word[]): Word =>
	words.find((word) => word === text) ??
	refuse(origin, text, `is none of them. Give one of ${words.join(', ')}.`);

/** Columns and rows of a frame. @throws UsageError */
export const sizeOption = (origin: Origin, text: string): {columns: number; rows: number} => {
	const match = /^(\d{1,4})x(\d{1,4})$/.exec(text);
	const [columns, rows] = [Number(match?.[1]), Number(match?.[2])];
	return columns >= 20 && rows >= 5 && columns <= 1000 && rows <= 1000
		? {columns, rows}
		: refuse(origin, text, 'is not a size. Give columns and rows, such as 80x24, from 20x5 to 1000x1000.');
};

/** Every option there is, in the order of the help. */
export const optionTable: readonly OptionEntry[] = [
	{
		name: 'connect',
		short: 'c',
		value: 'uri',
		repeatable: true,
		help: 'such as qmp:, qemu:///system or qemu+ssh://host/system; may be repeated',
	},
	{
		name: 'delay',
		short: 'd',
		value: 'seconds',
		help: 'between refreshes, 0.1 to 3600, fractions allowed (2)',
	},
	{name: 'iterations', short: 'n', value: 'n', help: 'stop after n refreshes', flagOnly: true},
	{name: 'batch', short: 'b', help: 'plain text on stdout, one block a refresh', flagOnly: true},
	{name: 'json', help: 'JSON Lines on stdout, one object a refresh, raw units', flagOnly: true},
	{
		name: 'csv',
		help: 'CSV on stdout: a row a domain, or a device with --view disks, nics or cpu',
		flagOnly: true,
	},
	{name: 'frame', value: 'WxH', help: 'one frame of the screen as plain text, then exit', flagOnly: true},
	{name: 'sort', short: 's', value: 'column', help: 'the column to sort by'},
	{name: 'reverse', short: 'r', help: 'the other way round'},
	{name: 'filter', short: 'f', value: 'text', help: 'only domains with this in their name, uuid or state'},
	{name: 'view', value: 'page', help: `the page to start with: ${pageNames.join(', ')}`},
	{name: 'columns', value: 'a,b,c', help: 'the columns to show, in this order'},
	{
		name: 'balloon-period',
		value: 'seconds',
		help: 'set once, at the first sight of a guest whose period is 0',
	},
	{name: 'read-only', help: 'nothing may be changed'},
	{
		name: 'vbd-sectors',
		value: 'size',
		help: 'what a sector of a Xen disk counts for: physical or 512 (physical)',
	},
	{name: 'ascii', help: 'no character outside ASCII'},
	{name: 'no-color', help: 'no colours; NO_COLOR=1 does the same'},
	{
		name: 'period',
		value: 'seconds',
		help: 'with dommemstat: set the balloon statistics period, 0 stops it',
		flagOnly: true,
	},
	{name: 'help', short: 'h', help: 'this text', flagOnly: true},
	{name: 'version', help: 'the version', flagOnly: true},
];

const optionLine = ({name, short, value, help}: OptionEntry): string => {
	const flag = `${short ? `-${short}, ` : '    '}--${name}${value ? ` <${value}>` : ''}`;
	return `  ${flag.padEnd(30)} ${help}`;
};

/** The text of `--help`. */
export const helpText = (): string =>
	[
		'domtop: top for virtual machines',
		'',
		'Usage',
		'  domtop [options]                                    the live table; into a pipe: one plain frame',
		'  domtop dommemstat <domain> [--period <seconds>]     memory statistics, as virsh prints them',
		'  domtop domblkstat <domain> [disk]                   counters of the disks, or of one',
		'  domtop domifstat <domain> <nic>                     counters of a NIC',
		'',
		'Options',
		...optionTable.map(optionLine),
		'',
		'Exit codes',
		'  0 done   1 nothing could be read, or no such domain   2 wrong usage   70 a defect of domtop',
		'  129, 130, 143 ended by a hang-up, ^C or a termination signal',
		'',
		'? shows the keys. The options but those of output may stand in $XDG_CONFIG_HOME/domtop/config.json.',
	].join('\n');
