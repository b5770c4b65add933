import type {Clock} from '../../../source/async/clock.ts';
import {knownNumber} from '../../../source/model/known-count.ts';
import {secondsOf} from '../../../source/model/nanoseconds.ts';
import type {Host} from '../../../source/model/sample.ts';
import {readHost, readHostIdentity} from '../../linux/read-host.ts';
import type {Remote} from '../calls/remote.ts';
import {RemoteError, remoteErrorCode} from '../calls/remote-error.ts';
import type {ConnectionPair} from './connection-pair.ts';
import {outcomeWithin} from './outcome-within.ts';
import {type PendingCall, startCall} from './pending-call.ts';

/** Reads the host that the domains run on. */
export type HostReader = {
	/** Gives the previous reading where the daemon does not answer. Rejects where the connection ended. */
	readonly read: (signal: AbortSignal) => Promise<Host>;
};

/** Where the host is: this machine, whose kernel is read, or another machine, which only libvirt reports. */
export type HostPlace =
	| {readonly kind: 'here'; readonly root: string}
	/** dom0's kernel knows only dom0. libvirt reports the whole machine. */
	| {readonly kind: 'here, under Xen'; readonly root: string}
	| {readonly kind: 'far'; readonly id: string; readonly name: string};

/** How long a reply may take, seconds. */
const replyTimeoutSeconds = 0.5;

const add = (values: readonly (number | undefined)[]): number | undefined =>
	values.some((value) => value === undefined)
		? undefined
		: knownNumber(values.reduce<number>((sum, value) => sum + (value ?? 0), 0));

/**
Calls NODE_GET_INFO, NODE_GET_CPU_STATS and NODE_GET_MEMORY_STATS of remote_protocol.x. Their replies come from /proc/stat and
/proc/meminfo of the far host.
*/
export const createHostReader = (clock: Clock, pair: ConnectionPair, place: HostPlace): HostReader => {
	if (place.kind === 'here') {
		return {read: async () => readHost(place.root, clock)};
	}

	const {id, name} = place.kind === 'far' ? place : readHostIdentity(place.root);
	const unsupported = new Set<string>();
	let last: Host = {id, name, at: clock.monotonic()};
	let size: Pick<Host, 'cpus' | 'memoryKiB'> | undefined;

	const ask = async <Value>(what: string, query: () => Promise<Value>): Promise<Value | undefined> => {
		if (unsupported.has(what)) {
			return undefined;
		}

		try {
			return await query();
		} catch (error) {
			if (!(error instanceof RemoteError)) {
				throw error;
			}

			if (error.code === remoteErrorCode.noSupport || error.code === remoteErrorCode.accessDenied) {
				unsupported.add(what);
			}

			return undefined;
		}
	};

	const askAll = async (remote: Remote): Promise<Host> => {
		size ??= await ask('info', async () => {
			const {cpus, memoryKiB} = await remote.nodeInfo();
			return {cpus, memoryKiB};
		});

		const times = await ask('cpu', () => remote.nodeCpuStats());
		const at = clock.monotonic();
		const memory = await ask('memory', () => remote.nodeMemoryStats());
		const busy = add([times?.get('user'), times?.get('kernel')]);
		return {
			id,
			name,
			at,
			...size,
			// Where the firmware reports no NUMA cells, NODE_GET_INFO counts only a part. The free memory is a part of this total.
			memoryKiB: memory?.get('total') ?? size?.memoryKiB,
			cpuSeconds: secondsOf(busy),
			memoryFreeKiB: add([memory?.get('free'), memory?.get('buffers'), memory?.get('cached')]),
		};
	};

	/** The connection on which a call is pending. Another call would only hold one more slot. */
	let pendingOn: Remote | undefined;

	const begin = (remote: Remote): PendingCall<Host> => {
		pendingOn = remote;
		const call = startCall(clock, () => askAll(remote));
		void call.settled.then((outcome) => {
			pendingOn = pendingOn === remote ? undefined : pendingOn;
			if ('reply' in outcome && outcome.reply.at >= last.at) {
				last = outcome.reply;
			}
		});
		return call;
	};

	return {
		async read(signal) {
			const remote = pair.remote();
			if (pendingOn !== remote && remote.freeSlots() > 0 && !signal.aborted) {
				const outcome = await outcomeWithin(clock, begin(remote), replyTimeoutSeconds, signal);
				if (outcome && 'error' in outcome) {
					throw outcome.error;
				}
			}

			return last;
		},
	};
};
