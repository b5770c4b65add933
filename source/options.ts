import type {Address} from './address.ts';
import type {PageName} from './columns/column.ts';
import {columns, pageNames} from './columns.ts';
import {askedAddress} from './libvirt-config/asked-address.ts';
import type {LibvirtConfig} from './libvirt-config/read-libvirt-config.ts';
import {numberOption, type Origin, sizeOption, wholeOption, wordOption} from './option-table.ts';
import type {SectorChoice} from './usage/disk-usage.ts';
import {UsageError} from './usage-error.ts';
import type {Written} from './written-options.ts';

/** What is to be done. */
export type Command =
	| {readonly name: 'screen'}
	| {readonly name: 'text'}
	| {readonly name: 'json'}
	| {readonly name: 'csv'}
	| {readonly name: 'help'}
	| {readonly name: 'version'}
	| {readonly name: 'frame'; readonly columns: number; readonly rows: number}
	| {readonly name: 'dommemstat'; readonly domain: string; readonly period: number | undefined}
	| {readonly name: 'domblkstat'; readonly domain: string; readonly device: string | undefined}
	| {readonly name: 'domifstat'; readonly domain: string; readonly device: string};

/** Everything a person said, checked. */
export type Options = {
	readonly command: Command;
	/** Empty: wherever a hypervisor is present. */
	readonly connect: readonly Address[];
	readonly delay: number;
	/** Absent: without end. */
	readonly iterations: number | undefined;
	readonly page: PageName;
	readonly sort: string | undefined;
	readonly reverse: boolean;
	readonly filter: string;
	readonly columns: readonly string[] | undefined;
	readonly balloonPeriod: number | undefined;
	readonly readOnly: boolean;
	readonly sectors: SectorChoice;
	readonly ascii: boolean;
	readonly color: boolean;
};

const longest = 2 ** 31 - 1;
const oneShots = ['dommemstat', 'domblkstat', 'domifstat'];

const commandOf = (
	input: readonly string[],
	on: (name: string) => boolean,
	text: (name: string) => string | undefined,
): Command => {
	if (on('help') || on('version')) {
		return {name: on('help') ? 'help' : 'version'};
	}

	const [name, domain, device, ...more] = input;
	const period = text('period');
	if (period !== undefined && name !== 'dommemstat') {
		throw new UsageError(
			'--period goes with dommemstat. Use --balloon-period to set it when a guest is first seen.',
		);
	}

	const outputs = ['batch', 'json', 'csv', 'frame'].filter((output) =>
		output === 'frame' ? text('frame') : on(output),
	);
	if (outputs.length > 1) {
		throw new UsageError(`--${outputs.join(' and --')} exclude each other. Give one of them.`);
	}

	if (name === undefined) {
		const size = text('frame');
		if (size !== undefined) {
			return {name: 'frame', ...sizeOption('--frame', size)};
		}

		return {name: on('json') ? 'json' : on('csv') ? 'csv' : on('batch') ? 'text' : 'screen'};
	}

	if (!oneShots.includes(name)) {
		throw new UsageError(
			`There is no command ${JSON.stringify(name)}. The commands are ${oneShots.join(', ')}; to show some domains only, use --filter.`,
		);
	}

	if (outputs.length > 0) {
		throw new UsageError(`--${outputs[0]} does not go with ${name}. Leave it out.`);
	}

	if (domain === undefined || more.length > 0 || (device !== undefined && name === 'dommemstat')) {
		const rest = {dommemstat: '[--period <seconds>]', domblkstat: '[disk]', domifstat: '<nic>'}[name];
		throw new UsageError(`${name} takes a domain. Write domtop ${name} <domain> ${rest}.`);
	}

	if (name === 'dommemstat') {
		return {
			name,
			domain,
			period: period === undefined ? undefined : wholeOption('--period', period, 0, longest, 'seconds'),
		};
	}

	if (name === 'domblkstat') {
		return {name, domain, device};
	}

	if (device === undefined) {
		throw new UsageError('domifstat takes a domain and a NIC. Write domtop domifstat <domain> <nic>.');
	}

	return {name: 'domifstat', domain, device};
};

/**
@param written what the config file and the flags say, flags over config.
@param input the words that are no flags.
@param libvirt whose aliases an address may be; absent: none.
@throws UsageError with one line of advice.
*/
export const parseOptions = (
	written: Written,
	input: readonly string[],
	libvirt: LibvirtConfig = {path: '', aliases: new Map()},
): Options => {
	const on = (name: string): boolean => written.get(name)?.values.at(-1) === true;
	const texts = (name: string): readonly string[] => {
		const found = written.get(name);
		if (found?.values.some((value) => typeof value !== 'string' || value === '')) {
			throw new UsageError(`${found.origin} needs a value. Run domtop --help to see which.`);
		}

		return (found?.values ?? []) as readonly string[];
	};
	const text = (name: string): string | undefined => {
		const values = texts(name);
		if (values.length > 1) {
			throw new UsageError(`${written.get(name)?.origin} is given ${values.length} times. Give it once.`);
		}

		return values[0];
	};
	const checked = <Value>(
		name: string,
		check: (origin: Origin, value: string) => Value,
	): Value | undefined => {
		const value = text(name);
		return value === undefined ? undefined : check(written.get(name)?.origin ?? name, value);
	};

	const command = commandOf(input, on, text);
	const page = checked('view', (origin, value) => wordOption(origin, value, pageNames)) ?? 'domains';
	const keys = columns[page].map(({key}) => key);
	const readOnly = on('read-only');
	const balloonPeriod = checked('balloon-period', (origin, value) =>
		wholeOption(origin, value, 1, longest, 'seconds'),
	);
	if (
		readOnly &&
		(balloonPeriod !== undefined || (command.name === 'dommemstat' && command.period !== undefined))
	) {
		const origin = written.get('read-only')?.origin ?? '--read-only';
		const advice = origin.startsWith('--') ? 'Leave out one of the two.' : 'Add --no-read-only to set it.';
		throw new UsageError(`${origin} forbids to set a period. ${advice}`);
	}

	return {
		command,
		connect: texts('connect').map((uri) =>
			askedAddress(uri, written.get('connect') ?? {origin: '--connect'}, libvirt),
		),
		delay: checked('delay', (origin, value) => numberOption(origin, value, 0.1, 3600, 'seconds')) ?? 2,
		iterations: checked('iterations', (origin, value) => wholeOption(origin, value, 1, longest, 'refreshes')),
		page,
		sort: checked('sort', (origin, value) => wordOption(origin, value, keys)),
		reverse: on('reverse'),
		filter: text('filter') ?? '',
		columns: checked('columns', (origin, value) =>
			value.split(',').map((key) => wordOption(origin, key.trim(), keys)),
		),
		balloonPeriod,
		readOnly,
		sectors:
			checked('vbd-sectors', (origin, value) => wordOption(origin, value, ['physical', '512'] as const)) ??
			'physical',
		ascii: on('ascii'),
		color: !on('no-color'),
	};
};
