import {knownNumber} from '../../../source/model/known-count.ts';
import {textLimits} from '../../../source/text/clean-text.ts';
import {isJsonEntry, type JsonEntry} from './json-entries.ts';
import type {Machine, MachineDetails, MachineDisk, MachineNic} from './machine.ts';
import {readText} from './read-machine.ts';

const entryOf = (value: unknown): JsonEntry => (isJsonEntry(value) ? value : {});

/** An object with this key if its value is known; otherwise an empty object, so that the key is absent. */
const known = <Key extends string, Value>(
	key: Key,
	value: Value | undefined,
): {readonly [K in Key]?: Value} =>
	(value === undefined ? {} : {[key]: value}) as {readonly [K in Key]?: Value};

/** A text or a number as a short text. Anything else gives an empty text. */
const wordOf = (value: unknown): string =>
	typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, textLimits.name) : '';

const kibibytes: Readonly<Record<string, number>> = {kb: 1, mb: 2 ** 10, gb: 2 ** 20, tb: 2 ** 30};

/** A size such as `4096Mb`, in KiB. A number without a unit is MiB. */
const sizeOf = (value: unknown): number | undefined => {
	const [, digits, unit = 'mb'] = /^(\d{1,15}) *([kmgt]b)?$/i.exec(wordOf(value)) ?? [];
	return digits === undefined
		? undefined
		: knownNumber(Number(digits) * (kibibytes[unit.toLowerCase()] ?? Number.NaN));
};

/** Seconds. prlctl prints 0 for a machine that does not run, or whose start it does not know. */
const uptimeOf = (value: unknown): number | undefined =>
	/^\d{1,12}$/.test(wordOf(value)) && Number(value) > 0 ? Number(value) : undefined;

/** How many devices of one kind are read of a machine: more than are shown, but not without end. */
const deviceLimit = 4096;

/** The devices of one kind, in the order of their numbers: hdd0, hdd1, …, hdd10. */
const devicesOf = (
	hardware: JsonEntry,
	kind: 'hdd' | 'net' | 'venet',
): readonly {readonly name: string; readonly index: number; readonly device: JsonEntry}[] =>
	Object.entries(hardware)
		.slice(0, 4 * deviceLimit)
		.flatMap(([name, device]) => {
			const [, prefix, digits] = /^([a-z]+)(\d{1,10})$/.exec(name) ?? [];
			return prefix === kind && isJsonEntry(device) ? [{name, index: Number(digits), device}] : [];
		})
		.sort((one, other) => one.index - other.index)
		.slice(0, deviceLimit);

/** The position of a disk on its bus, not its number, names its counters (Hdd::generate of prl-disp-service). */
const counterOf = (name: string, port: unknown, kind: Machine['kind']): string => {
	const [, bus, position] = /^(ide|scsi|sata|virtio):(\d{1,10})$/i.exec(wordOf(port)) ?? [];
	return kind === 'vm' && bus !== undefined
		? `devices.${bus.toLowerCase()}${Number(position)}`
		: `devices.${name}`;
};

const diskOf =
	(kind: Machine['kind']) =>
	({name, device}: {readonly name: string; readonly device: JsonEntry}): MachineDisk => ({
		name,
		counter: counterOf(name, device.port, kind),
		...known('source', readText(device.image, textLimits.path) ?? readText(device.real, textLimits.path)),
	});

/** The MAC address of a text such as `001C42AABBCC`. */
const macOf = (value: unknown): string | undefined => {
	const digits = wordOf(value).replaceAll(/[:-]/g, '').toLowerCase();
	return /^[\da-f]{12}$/.test(digits) ? digits.replaceAll(/..(?!$)/g, '$&:') : undefined;
};

/** The venet of a container has the index −1, which the names of its counters show as u32. */
const venetIndex = 2 ** 32 - 1;

const nicsOf = (hardware: JsonEntry): readonly MachineNic[] => [
	...devicesOf(hardware, 'net').map(({name, index, device}) => ({
		index,
		name: readText(device.dev) ?? name,
		...known('mac', macOf(device.mac)),
	})),
	...devicesOf(hardware, 'venet')
		.slice(0, 1)
		.map(({name}) => ({index: venetIndex, name})),
];

/** Reads a machine's configuration from an entry of `prlctl list -a -i -j` (PrlVm.cpp and PrlDev.cpp of prlctl 9.0.26). */
export const readMachineDetails = (entry: JsonEntry, kind: Machine['kind']): MachineDetails => {
	const hardware = entryOf(entry.Hardware);
	const cpus = knownNumber(entryOf(hardware.cpu).cpus);
	return {
		...known('memoryKiB', sizeOf(entryOf(hardware.memory).size)),
		...known('cpus', cpus === 0 ? undefined : cpus),
		...known('uptime', uptimeOf(entry.Uptime)),
		disks: devicesOf(hardware, 'hdd').map(diskOf(kind)),
		nics: nicsOf(hardware),
	};
};
