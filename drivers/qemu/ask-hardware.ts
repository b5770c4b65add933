import {isDeepStrictEqual} from 'node:util';
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
	/**
	Ids of all threads of the process, read just before QEMU was asked for the processors. Undefined: not known, or too many
	to compare.
	*/
	readonly processThreads: readonly string[] | undefined;
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

type Processors = Pick<Hardware, 'threads' | 'vcpuCount' | 'processThreads'>;

/** Asks which thread runs which processor. @throws QmpFault */
const askProcessors = async (
	client: QmpClient,
	processThreads: readonly string[] | undefined,
): Promise<Processors> => {
	const answer = await answered(client.execute('query-cpus-fast'));
	return answer instanceof QmpRefusal
		? {threads: [], vcpuCount: 0, processThreads: undefined}
		: {threads: parseVcpuThreads(answer.value), vcpuCount: countOf(answer.value), processThreads};
};

/**
Whether the processors are those of the last answer. Where one thread runs all processors (TCG with thread=single), only the
list of devices shows that one was plugged in.
*/
const hasSameProcessors = (
	before: Hardware,
	processThreads: readonly string[] | undefined,
	devices: PluggedDevices,
): boolean =>
	processThreads !== undefined &&
	devices !== undefined &&
	isDeepStrictEqual(before.processThreads, processThreads) &&
	isDeepStrictEqual(before.devices, devices);

/** What askHardware needs beside the client. */
export type HardwareQuestion = {
	readonly clock: Clock;
	/** Lists the threads of the process now, as `processThreads`. Undefined: the process is not known. */
	readonly listThreads: (() => readonly string[] | undefined) | undefined;
};

/**
Asks for the hardware; for the processors only where the threads of the process, or the devices, are others than at the last
answer.
@param before the last answer; undefined: nothing yet.
@returns `before` while it is new enough. @throws QmpFault
*/
export const askHardware = async (
	client: QmpClient,
	before: Hardware | undefined,
	{clock, listThreads}: HardwareQuestion,
): Promise<Hardware> => {
	const at = clock.monotonic();
	if (before && at - before.at < hardwareLifetime) {
		return before;
	}

	const listing = listPluggedDevices(client);
	const processThreads = listThreads?.();
	const [processors, devices, nics, memory] = await Promise.all([
		before
			? listing.then((listed) =>
					hasSameProcessors(before, processThreads, listed) ? before : askProcessors(client, processThreads),
				)
			: askProcessors(client, processThreads),
		listing,
		listing.then((listed) => listed && askPluggedNics(client, listed, before?.nics)),
		askMemorySizes(client, listing),
	]);
	const {threads, vcpuCount} = processors;
	return {at, threads, vcpuCount, processThreads: processors.processThreads, devices, nics, memory};
};
