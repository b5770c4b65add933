import {asCount, asOptionalText, asRecord, asRecords} from '../../qmp/json-value.ts';
import type {QmpClient} from '../../qmp/qmp-client.ts';
import {answered} from '../../qmp/qmp-client.ts';
import {QmpRefusal} from '../../qmp/qmp-refusal.ts';
import type {PluggedDevice, PluggedDevices} from '../plugged-devices.ts';

/** The memory that a domain has, whatever its balloon holds back. All sizes are KiB. */
export type MemorySizes = {
	/** Memory that the domain was started with, and its DIMMs: the memory that a balloon can take from. */
	readonly fixedKiB: number;
	/** Memory that its virtio-mem devices give it now. */
	readonly resizableKiB: number;
	/** Memory that its resizable devices may give it at most. */
	readonly resizableMostKiB: number;
};

/** Most memory devices looked at: more than any machine has slots for (ACPI_MAX_RAM_SLOTS is 256). */
const deviceLimit = 4096;

/** Whether a device may take no part of its size yet; QEMU then does not count the device as plugged. */
const isResizable = ({type}: PluggedDevice): boolean => /^(?:virtio-mem|hv-balloon)/.test(type);

const unknown = Number.NaN;

/**
Adds up the sizes of memory devices by type (qapi/machine.json, MemoryDeviceInfo). NVDIMMs, virtio-pmem and enclaves'
pages are no RAM. Undefined: the size of a device that is RAM is missing.
*/
const sizesOf = (base: number, value: unknown): MemorySizes | undefined => {
	let [fixed, resizable, most] = [base, 0, 0];
	for (const {type, data} of asRecords(value, 'query-memory-devices', deviceLimit)) {
		const kind = asOptionalText(type, 'the type of a memory device');
		const {size, 'max-size': maximum} = asRecord(data, 'a memory device');
		if (kind === 'dimm') {
			fixed += asCount(size, 'the size of a DIMM') ?? unknown;
		} else if (kind === 'virtio-mem') {
			resizable += asCount(size, 'the size of a virtio-mem') ?? unknown;
			most += asCount(maximum, 'the max-size of a virtio-mem') ?? unknown;
		} else if (kind === 'hv-balloon') {
			most += asCount(maximum, 'the max-size of a hv-balloon') ?? unknown;
		}
	}

	return Number.isNaN(fixed + resizable + most)
		? undefined
		: {fixedKiB: fixed / 1024, resizableKiB: resizable / 1024, resizableMostKiB: most / 1024};
};

/**
Asks for the memory that a domain was started with (query-memory-size-summary), and for its memory devices that are RAM
(query-memory-devices, asked only where there may be some).

@param devices of the domain; undefined: not known. @returns undefined: QEMU does not report it. @throws QmpFault
*/
export const askMemorySizes = async (
	client: QmpClient,
	devices: PluggedDevices | Promise<PluggedDevices>,
): Promise<MemorySizes | undefined> => {
	const [summary, listed] = await Promise.all([
		answered(client.execute('query-memory-size-summary')),
		devices,
	]);
	if (summary instanceof QmpRefusal) {
		return undefined;
	}

	const given = asRecord(summary.value, 'query-memory-size-summary');
	const base = asCount(given['base-memory'], 'base-memory');
	const plugged = asCount(given['plugged-memory'], 'plugged-memory') ?? 0;
	if (base === undefined) {
		return undefined;
	}

	const bare = {fixedKiB: (base + plugged) / 1024, resizableKiB: 0, resizableMostKiB: 0};
	if (plugged === 0 && listed && !listed.some(isResizable)) {
		return bare;
	}

	const answer = await answered(client.execute('query-memory-devices'));
	return answer instanceof QmpRefusal ? bare : sizesOf(base, answer.value);
};
