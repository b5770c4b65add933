import type {Clock} from '../../source/async/clock.ts';
import {countOf} from '../qmp/json-value.ts';
import type {QmpClient} from '../qmp/qmp-client.ts';
import {answered} from '../qmp/qmp-client.ts';
import {QmpRefusal} from '../qmp/qmp-refusal.ts';
import {askMemorySizes, type MemorySizes} from './mapping/memory.ts';
import {parseVcpuThreads, type VcpuThread} from './mapping/vcpus.ts';
import {listPluggedDevices, type PluggedDevices} from './plugged-devices.ts';
import {askPluggedNics, type PluggedNics} from './plugged-nics.ts';

/** What a domain is made of, as far as only plugging changes it. */
export type Hardware = {
	/** Monotonic second at which it was asked. */
	readonly at: number;
	readonly threads: readonly VcpuThread[];
	/** Number of processors, including processors over the limit of what is taken. */
	readonly vcpuCount: number;
	readonly devices: PluggedDevices;
	/** Undefined: QEMU does not report it. */
	readonly nics: PluggedNics | undefined;
	/** Undefined: QEMU does not report it. */
	readonly memory: MemorySizes | undefined;
};

/**
Seconds after which hardware that may have been plugged in or out is asked and looked for again: within 10 s at the
usual delays.
*/
export const hardwareLifetime = 7;

/**
Asks for the hardware.
@param before the last answer; undefined: nothing yet.
@returns `before` while it is new enough. @throws QmpFault
*/
export const askHardware = async (
	client: QmpClient,
	before: Hardware | undefined,
	clock: Clock,
): Promise<Hardware> => {
	const at = clock.monotonic();
	if (before && at - before.at < hardwareLifetime) {
		return before;
	}

	const listing = listPluggedDevices(client);
	const [threads, devices, nics, memory] = await Promise.all([
		answered(client.execute('query-cpus-fast')),
		listing,
		listing.then((listed) => listed && askPluggedNics(client, listed, before?.nics)),
		askMemorySizes(client, listing),
	]);
	return {
		at,
		threads: threads instanceof QmpRefusal ? [] : parseVcpuThreads(threads.value),
		vcpuCount: threads instanceof QmpRefusal ? 0 : countOf(threads.value),
		devices,
		nics,
		memory,
	};
};
