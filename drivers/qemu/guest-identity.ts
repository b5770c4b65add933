import {cleanText} from '../../source/text/clean-text.ts';
import type {Configuration} from './configuration.ts';
import {machineDefaults} from './machine-defaults.ts';
import type {OptionText} from './option-text.ts';
import {parseSize, parseWhole} from './size-text.ts';

/** What the configuration says of a domain. */
export type GuestIdentity = {
	/** Cleaned. Undefined: none was given. */
	readonly name?: string | undefined;
	/** In lower case. Undefined: none, or all zero. */
	readonly uuid?: string | undefined;
	/** Memory that the domain was started with, KiB. Undefined: not known. */
	readonly memoryKiB?: number | undefined;
	/** Number of processors that the domain was started with. Undefined: not known. */
	readonly vcpuCount?: number | undefined;
};

const noUuid = '00000000-0000-0000-0000-000000000000';

/** Undefined: no uuid, or QEMU's all-zero uuid, which says that there is none. */
export const parseUuid = (text: string | undefined): string | undefined => {
	const uuid = text?.length === noUuid.length ? text.toLowerCase() : undefined;
	return uuid !== undefined && uuid !== noUuid && /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/.test(uuid)
		? uuid
		: undefined;
};

const nameOf = ({merged}: Configuration): string | undefined => {
	const name = merged('name').get('guest');
	return name ? cleanText(name) : undefined;
};

/** Proxmox gives the machine its uuid in the SMBIOS table only. */
const uuidOf = ({commandLine, all}: Configuration): string | undefined =>
	parseUuid(commandLine.values('uuid').at(-1)) ??
	all('smbios')
		.filter((options) => options.get('type') === '1')
		.map((options) => parseUuid(options.get('uuid')))
		.find((uuid) => uuid !== undefined);

/** Size from -m, else from -machine. Only a size of -m is in MiB where it has no unit. */
const givenMemory = ({merged}: Configuration, machine: OptionText): string | undefined => {
	const size = merged('memory').get('size');
	return size === undefined ? machine.get('memory.size') : /\d$/.test(size) ? `${size}M` : size;
};

/** Size of the object that is the machine's memory. */
const backendMemory = ({all}: Configuration, machine: OptionText): string | undefined => {
	const id = machine.get('memory-backend');
	return id === undefined
		? undefined
		: all('object')
				.find(
					(options) =>
						options.get('id') === id && (options.get('qom-type') ?? '').startsWith('memory-backend-'),
				)
				?.get('size');
};

/** Memory in KiB, as whole pages of 8 KiB; 0 means the machine's own size (hw/core/machine.c, machine_set_mem). */
const memoryOf = (
	configuration: Configuration,
	machine: OptionText,
	fallback: number | undefined,
): number | undefined => {
	const text = givenMemory(configuration, machine) ?? backendMemory(configuration, machine);
	const bytes = text === undefined ? 0 : parseSize(text);
	return bytes === 0 ? fallback : bytes && Math.ceil(bytes / 8192) * 8;
};

const levels = ['drawers', 'books', 'sockets', 'dies', 'clusters', 'modules', 'cores', 'threads'];

/**
Number of processors: without a count, the product of the topology (hw/core/machine-smp.c); without -smp the machine
decides.
*/
const vcpuCountOf = (machine: OptionText, fallback: number | undefined): number | undefined => {
	/** A key with 0 counts as a key that was not given. */
	const numberOf = (key: string): number | undefined => {
		const text = machine.get(`smp.${key}`);
		const count = text === undefined ? 0 : (parseWhole(text) ?? Number.NaN);
		return count === 0 ? undefined : count;
	};

	if (![...machine.keys()].some((key) => key.startsWith('smp.'))) {
		return fallback;
	}

	const product = levels.reduce((count, level) => count * (numberOf(level) ?? 1), 1);
	const count = numberOf('cpus') ?? numberOf('maxcpus') ?? product;
	return Number.isSafeInteger(count) && count > 0 ? count : undefined;
};

/**
Reads the name, uuid, memory and processors that QEMU was started with. What the configuration leaves out is a default of
its machine.
*/
export const readGuestIdentity = (configuration: Configuration): GuestIdentity => {
	const machine = configuration.merged('machine');
	const defaults = machineDefaults(configuration, machine.get('type'));
	return {
		name: nameOf(configuration),
		uuid: uuidOf(configuration),
		memoryKiB: memoryOf(configuration, machine, defaults?.memoryKiB),
		vcpuCount: vcpuCountOf(machine, defaults?.vcpuCount),
	};
};
