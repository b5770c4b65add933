import type {Clock} from '../../../source/clock.ts';
import type {Host} from '../../../source/sample.ts';
import {readHost, readHostIdentity} from '../../linux/read-host.ts';
import {RemoteError, remoteErrorCode} from '../remote/remote-error.ts';
import type {DaemonLine} from './daemon-line.ts';
import {launch} from './flight.ts';
import {landedWithin} from './landed-within.ts';

/** The host the domains run on. */
export type HostReader = {
	/** What was read last where the daemon does not answer. Rejects where the connection ended. */
	readonly read: (signal: AbortSignal) => Promise<Host>;
};

/** Where the host is: this machine, whose kernel is asked, or another, of which only libvirt tells. */
export type HostPlace =
	| {readonly kind: 'here'; readonly root: string}
	/** dom0's kernel knows only dom0: the whole machine is libvirt's to tell. */
	| {readonly kind: 'here, under Xen'; readonly root: string}
	| {readonly kind: 'far'; readonly id: string; readonly name: string};

/** How long the daemon may take, seconds. */
const patience = 0.5;

const nanosecondsPerSecond = 1e9;

const add = (values: readonly (number | undefined)[]): number | undefined =>
	values.some((value) => value === undefined)
		? undefined
		: values.reduce<number>((sum, value) => sum + (value ?? 0), 0);

/** NODE_GET_INFO, NODE_GET_CPU_STATS and NODE_GET_MEMORY_STATS of remote_protocol.x: from /proc/stat and /proc/meminfo of the far host. */
export const createHostReader = (clock: Clock, line: DaemonLine, place: HostPlace): HostReader => {
	if (place.kind === 'here') {
		return {read: async () => readHost(place.root, clock)};
	}

	const {id, name} = place.kind === 'far' ? place : readHostIdentity(place.root);
	const unsupported = new Set<string>();
	let last: Host = {id, name, at: clock.monotonic()};
	let size: Pick<Host, 'cpus' | 'memoryKiB'> = {};

	const ask = async <Value>(what: string, question: () => Promise<Value>): Promise<Value | undefined> => {
		if (unsupported.has(what)) {
			return undefined;
		}

		try {
			return await question();
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

	const askAll = async (signal: AbortSignal): Promise<Host> => {
		const remote = line.remote();
		if (size.cpus === undefined) {
			const info = await ask('info', () => remote.nodeInfo({signal}));
			size = info ? {cpus: info.cpus, memoryKiB: info.memoryKiB} : {};
		}

		const times = await ask('cpu', () => remote.nodeCpuStats({signal}));
		const at = clock.monotonic();
		const memory = await ask('memory', () => remote.nodeMemoryStats({signal}));
		const busy = add([times?.get('user'), times?.get('kernel')]);
		return {
			id,
			name,
			at,
			...size,
			cpuSeconds: busy === undefined ? undefined : busy / nanosecondsPerSecond,
			memoryFreeKiB: add([memory?.get('free'), memory?.get('buffers'), memory?.get('cached')]),
		};
	};

	return {
		async read(signal) {
			if (line.remote().freeSlots() > 0 && !signal.aborted) {
				const landed = await landedWithin(
					clock,
					launch(clock, () => askAll(signal)),
					patience,
					signal,
				);
				if (landed && 'answer' in landed) {
					last = landed.answer;
				} else if (landed && 'error' in landed && !signal.aborted) {
					throw landed.error;
				}
			}

			return last;
		},
	};
};
