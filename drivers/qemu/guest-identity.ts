import {cleanText} from '../../source/clean-text.ts';
import {knownNumber} from '../../source/known-number.ts';
import type {CommandLine} from './command-line.ts';
import {parseOptionText} from './option-text.ts';

/** What the command line says of a guest. */
export type GuestIdentity = {
	/** Cleaned. Absent: it was given none. */
	readonly name?: string | undefined;
	/** In lower case. Absent: none, or all zero. */
	readonly uuid?: string | undefined;
	/** Memory it was started with, KiB. */
	readonly memoryKiB?: number | undefined;
	/** Processors it was started with. */
	readonly vcpuCount?: number | undefined;
};

const noUuid = '00000000-0000-0000-0000-000000000000';

/** Absent: no uuid, or QEMU's all-zero one, which says that there is none. */
export const parseUuid = (text: string | undefined): string | undefined => {
	const uuid = text?.length === noUuid.length ? text.toLowerCase() : undefined;
	return uuid !== undefined && uuid !== noUuid && /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/.test(uuid)
		? uuid
		: undefined;
};

const last = (values: readonly string[]): string | undefined => values.at(-1);

const nameOf = (commandLine: CommandLine): string | undefined => {
	const text = last(commandLine.values('name'));
	const name = text === undefined ? undefined : parseOptionText(text, 'guest').get('guest');
	return name ? cleanText(name) : undefined;
};

/** Proxmox gives the machine its uuid in the SMBIOS table only. */
const uuidOf = (commandLine: CommandLine): string | undefined =>
	parseUuid(last(commandLine.values('uuid'))) ??
	commandLine
		.values('smbios')
		.map((text) => parseOptionText(text, 'type'))
		.filter((options) => options.get('type') === '1')
		.map((options) => parseUuid(options.get('uuid')))
		.find((uuid) => uuid !== undefined);

const kibibytesPer: Readonly<Record<string, number>> = {
	B: 1 / 1024,
	K: 1,
	M: 1024,
	G: 1024 ** 2,
	T: 1024 ** 3,
};

/** `96` and `96M` are MiB, `98304k` KiB, `2G` GiB. */
const memoryOf = (commandLine: CommandLine): number | undefined => {
	const text = last(commandLine.values('m'));
	const size = text === undefined ? undefined : parseOptionText(text, 'size').get('size');
	const [, count, unit = 'M'] = /^(\d+(?:\.\d+)?)([bkmgt])?$/i.exec(size ?? '') ?? [];
	const factor = kibibytesPer[unit.toUpperCase()];
	return count === undefined || factor === undefined
		? undefined
		: knownNumber(Math.round(Number(count) * factor));
};

/** Without a count it is the product of the topology (hw/core/machine-smp.c); without -smp the machine decides. */
const vcpuCountOf = (commandLine: CommandLine): number | undefined => {
	const text = last(commandLine.values('smp'));
	if (text === undefined) {
		return undefined;
	}

	const options = parseOptionText(text, 'cpus');
	const levels = ['drawers', 'books', 'sockets', 'dies', 'clusters', 'modules', 'cores', 'threads'];
	const product = levels.reduce((count, level) => count * Number(options.get(level) ?? 1), 1);
	const count = Number(options.get('cpus') ?? options.get('maxcpus') ?? product);
	return Number.isInteger(count) && count > 0 ? knownNumber(count) : undefined;
};

export const readGuestIdentity = (commandLine: CommandLine): GuestIdentity => ({
	name: nameOf(commandLine),
	uuid: uuidOf(commandLine),
	memoryKiB: memoryOf(commandLine),
	vcpuCount: vcpuCountOf(commandLine),
});
