import {createBackoff} from '../../source/async/backoff.ts';
import type {ProblemReport} from '../../source/model/sample.ts';
import {openTransport, type StoreWorld} from './open-transport.ts';
import {createStoreCalls, type StoreCalls} from './store-calls.ts';
import {createStoreClient, type StoreClient} from './store-client.ts';
import {StoreFault} from './store-fault.ts';
import {reportStoreFault, reportStoreSilence} from './store-trouble.ts';
import {createStoreWatches, type StoreWatches} from './store-watches.ts';

/** One session with its calls and watches; a new session begins without watches. */
export type StoreSession = {
	readonly client: StoreClient;
	readonly calls: StoreCalls;
	readonly watches: StoreWatches;
};

/** Keeps a session with xenstored, and begins a new session after it ended. */
export type StoreLine = {
	/** The present session, or a new session. Undefined: there is none now. Never rejects. */
	readonly session: () => Promise<StoreSession | undefined>;
	/** Says that a refresh went well, so the last failure is over. */
	readonly succeeded: () => void;
	/** Is an answer so late that a refresh should not wait for it? */
	readonly isSlow: () => boolean;
	/** Why nothing can be asked. Undefined: all is well. */
	readonly trouble: () => ProblemReport | undefined;
	/** Idempotent. */
	readonly close: () => Promise<void>;
};

/** Seconds in which an answer comes as a rule. */
const promptness = 1;

/** Seconds without an answer after which a person is told. */
const worrying = 2;

/** Seconds until the next attempt. */
const retryDelaysSeconds = {first: 1, last: 30};

/** @param onChange called with a path whose node, or a node below it, was written. */
export const createStoreLine = (world: StoreWorld, onChange: (path: string) => void): StoreLine => {
	const {clock} = world;
	const backoff = createBackoff(clock, retryDelaysSeconds);
	let session: StoreSession | undefined;
	let failure: {readonly path: string; readonly fault: StoreFault} | undefined;
	let hadSocket = false;
	let isClosed = false;
	let ending: Promise<unknown> = Promise.resolve();

	const failed = (path: string, fault: StoreFault) => {
		// Reset here and not in `succeeded`: where the session ended during a good reading, the back-off must go on.
		if (!failure) {
			backoff.reset();
		}

		failure = {path, fault};
		backoff.failed();
	};

	const open = async (): Promise<StoreSession | undefined> => {
		const opened = await openTransport(world, hadSocket);
		if ('fault' in opened) {
			failed(opened.path, opened.fault);
			return undefined;
		}

		const {path, transport} = opened;
		if (isClosed) {
			await transport.close();
			return undefined;
		}

		hadSocket ||= !transport.outlivesDaemon;
		const client = createStoreClient(transport, {
			clock,
			onEvent: (changed, token) => {
				if (watches.isChange(changed, token)) {
					onChange(changed);
				}
			},
			onEnd: (fault) => {
				session = undefined;
				ending = client.end(fault);
				failed(path, fault);
			},
		});
		const calls = createStoreCalls(client, clock);
		const watches = createStoreWatches(calls);
		session = {client, calls, watches};
		return session;
	};

	return {
		session: async () => {
			if (isClosed || (!session && !backoff.isDue())) {
				return undefined;
			}

			return session ?? open();
		},
		succeeded: () => {
			failure = undefined;
		},
		isSlow: () => {
			const since = session?.client.silentSince() ?? session?.client.waitingSince();
			return since !== undefined && clock.monotonic() - since > promptness;
		},
		trouble: () => {
			const waitingSince = session?.client.waitingSince() ?? Number.POSITIVE_INFINITY;
			const since =
				session?.client.silentSince() ??
				(clock.monotonic() - waitingSince > worrying ? waitingSince : undefined);
			return since === undefined
				? failure && reportStoreFault(failure.path, failure.fault)
				: reportStoreSilence(clock.monotonic() - since);
		},
		close: async () => {
			isClosed = true;
			await session?.client.end(new StoreFault('cancelled', 'by domtop'));
			await ending;
		},
	};
};
