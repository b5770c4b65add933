import {knownNumber} from '../../../source/model/known-count.ts';
import {textLimits} from '../../../source/text/clean-text.ts';
import type {XdrReader} from '../wire/xdr-reader.ts';
import {createXdrWriter, type XdrWriter} from '../wire/xdr-writer.ts';
import {procedures} from './procedures.ts';
import type {CallOptions, Remote} from './remote.ts';
import type {RpcClient} from './rpc-client.ts';

/** REMOTE_NODE_CPU_STATS_MAX and REMOTE_NODE_MEMORY_STATS_MAX. */
const statLimit = 16;
/** Bytes of an empty name and its value. */
const statLength = 12;
/** Bytes of `char model[32]`: each character takes a whole word. */
const modelLength = 32 * 4;
/** Stands for all processors, or for all cells. */
const all = -1;

type Stats = {readonly values: ReadonlyMap<string, number>; readonly count: number};

const readStats = (reader: XdrReader): Stats => {
	const values = new Map<string, number>();
	for (let left = reader.count(statLimit, statLength); left > 0; left -= 1) {
		const name = reader.string(textLimits.name);
		const value = knownNumber(reader.unsignedHyper());
		if (value !== undefined) {
			values.set(name, value);
		}
	}

	return {values, count: reader.int()};
};

type NodeCalls = Pick<
	Remote,
	'hypervisorType' | 'hostname' | 'nodeInfo' | 'nodeCpuStats' | 'nodeMemoryStats'
>;

/** The calls about the host. */
export const createNodeCalls = ({call}: RpcClient): NodeCalls => {
	const callForText = (procedure: number, options?: CallOptions): Promise<string> =>
		call({procedure, decode: (reader) => reader.string(textLimits.path)}, options);

	/** Some hypervisors accept no other count of statistics than their own. The count is asked for, once. */
	const createStatsCall = (procedure: number, write: (count: number) => XdrWriter) => {
		let known: number | undefined;
		const ask = (count: number, options?: CallOptions) =>
			call({procedure, payload: write(count).unsigned(0).bytes(), decode: readStats}, options);
		return async (options?: CallOptions) => {
			known ??= Math.min(statLimit, Math.max(0, (await ask(0, options)).count));
			return known === 0 ? new Map<string, number>() : (await ask(known, options)).values;
		};
	};

	return {
		hypervisorType: (options) => callForText(procedures.connectGetType, options),
		hostname: (options) => callForText(procedures.connectGetHostname, options),
		nodeInfo: (options) =>
			call(
				{
					procedure: procedures.nodeGetInfo,
					decode: (reader) => {
						reader.skip(modelLength);
						const memoryKiB = knownNumber(reader.unsignedHyper());
						const cpus = knownNumber(reader.int());
						// mhz, nodes, sockets, cores, threads
						reader.skip(20);
						return {memoryKiB, cpus};
					},
				},
				options,
			),
		// The order of the arguments differs: cpuNum, nparams in this call, nparams, cellNum in the next.
		nodeCpuStats: createStatsCall(procedures.nodeGetCpuStats, (count) =>
			createXdrWriter().int(all).int(count),
		),
		nodeMemoryStats: createStatsCall(procedures.nodeGetMemoryStats, (count) =>
			createXdrWriter().int(count).int(all),
		),
	};
};
