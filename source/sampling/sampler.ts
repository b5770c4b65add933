import {createLifetime} from '../async/lifetime.ts';
import {createStore, type Store} from '../async/store.ts';
import {deferred, nextTurn, settledWithin, withTimeout} from '../async/wait.ts';
import type {Connection, ConnectionStatus, DomainRef, DriverOptions, MemoryAnswer} from '../driver/driver.ts';
import {DriverError, readOnlyError} from '../driver/driver-error.ts';
import {withoutDot} from '../text/without-dot.ts';
import {type DomainUsage, rescaled} from '../usage/domain-usage.ts';
import type {SectorChoice} from '../usage/sector-size.ts';
import {type Usage, usageOf} from '../usage/usage.ts';
import {type Endpoint, type SupervisedConnection, superviseConnection} from './supervisor.ts';

/** What a person may change while it runs. */
export type SamplerSettings = {
	/** Seconds between refreshes. */
	readonly delay: number;
	/** Seconds before the second refresh, so that the first rates come soon. */
	readonly firstDelay: number;
	/** Seconds more that a refresh may take while nothing was ever read, as connecting is part of it: for every connection to be read or to fail. Absent: none. */
	readonly firstExtraSeconds?: number;
	/** A refresh comes soon when a driver says that its domains changed. Absent: each comes in its time. */
	readonly eager?: boolean;
	/** Are virtual processors shown? */
	readonly vcpus: boolean;
	readonly frozen: boolean;
	readonly sectors: SectorChoice;
};

/** The clock of the program: asks every connection, publishes what they say, waits. */
export type Sampler = {
	/** The last refresh; undefined before the first. */
	readonly usage: Store<Usage | undefined>;
	/** What each connection is doing right now, as it happens. */
	readonly statuses: Store<ReadonlyMap<string, ConnectionStatus>>;
	readonly settings: () => SamplerSettings;
	/** Takes effect at once: a new delay counts from the last refresh. */
	readonly change: (settings: Partial<SamplerSettings>) => void;
	/** One refresh now, frozen or not. */
	readonly refresh: () => void;
	/** Other connections from the next refresh on. */
	readonly retarget: (endpoints: readonly Endpoint[]) => Promise<void>;
	/** Seconds, 0 stops. Resolves to the period read back; rejects with a DriverError. */
	readonly setBalloonPeriod: (usage: DomainUsage, seconds: number) => Promise<number | undefined>;
	/** As of `Connection.memoryStats`; absent: the connection has nothing but its samples. */
	readonly memoryStats: (usage: DomainUsage) => Promise<MemoryAnswer | undefined>;
	/**
	Opens the connections that may ask somebody at the terminal, one after the other, for as long as each takes; to be called
	before `run`. A failure becomes the problem of its connection. Never rejects; resolves at once when it is closed.
	@param announce is given the canonical URI of each before it begins.
	*/
	readonly open: (announce: (uri: string) => void) => Promise<void>;
	/**
	What the connections hold at a cost to their hosts is given back, as nothing will be read for a while. Never rejects, and
	waits no longer than half a second for it.
	*/
	readonly release: () => Promise<void>;
	/** Runs until closed, or until so many refreshes were published. Never rejects. */
	readonly run: (iterations?: number) => Promise<void>;
	readonly close: () => Promise<void>;
};

/** A refresh that is asked for waits until rates are more than noise, seconds. */
const leastInterval = 0.1;
/** How long a connection may take to give something back, seconds. */
const releaseTimeoutSeconds = 0.5;
/** A refresh that drivers ask for comes so long after the last at least, however many changes there are, seconds. */
const leastEagerInterval = 1;
/** Timers hold no longer times, seconds. */
const longestSleepSeconds = 3600;

/** The share of the delay that a refresh may take, and its bounds in seconds. */
const deadlineOf = (delay: number): number => Math.min(10, Math.max(0.25, delay * 0.75));

const referenceTo = ({domain: {key, name, incarnation}}: DomainUsage): DomainRef => ({
	key,
	name,
	incarnation,
});

export const createSampler = (
	endpoints: readonly Endpoint[],
	options: Omit<DriverOptions, 'onStatus' | 'onChange'>,
	initial: SamplerSettings,
): Sampler => {
	const {clock} = options;
	const usage = createStore<Usage | undefined>(undefined);
	const statuses = createStore<ReadonlyMap<string, ConnectionStatus>>(new Map());
	const lifetime = createLifetime();
	let settings = initial;
	let asked = false;
	let changed = false;
	/** Ends the present rest, where there is one. */
	let wakeUp = (): void => {};

	/** What changes while frozen is not to be seen before the next refresh anyway. */
	const onChange = (): void => {
		if (settings.eager && !settings.frozen && !changed) {
			changed = true;
			wakeUp();
		}
	};

	const supervise = (endpoint: Endpoint): SupervisedConnection =>
		superviseConnection(endpoint, {...options, onChange}, (status) => {
			statuses.set(new Map([...statuses.get(), [endpoint.address.uri, status]]));
		});

	let supervised = endpoints.map(supervise);

	const connectionOf = ({uri}: DomainUsage): Connection | undefined =>
		supervised.find((one) => one.endpoint.address.uri === uri)?.connection();

	const pass = async (): Promise<void> => {
		const {vcpus, delay, firstExtraSeconds = 0} = settings;
		const isFirst = usage.get()?.connections.every(({host}) => host === undefined) ?? true;
		const seconds = deadlineOf(delay) + (isFirst ? firstExtraSeconds : 0);
		const readings = await withTimeout({clock, seconds}, lifetime.signal, (signal) =>
			Promise.all(supervised.map((one) => one.read({vcpus, delay}, signal))),
		);
		if (!lifetime.isOver()) {
			const moment = {monotonic: clock.monotonic(), wall: clock.wall(), sectors: settings.sectors};
			usage.set(usageOf(usage.get(), readings, moment));
		}
	};

	/** Seconds until the next refresh is due; Infinity while frozen. */
	const due = (started: number, passes: number): number => {
		const delay = passes === 1 ? Math.min(settings.firstDelay, settings.delay) : settings.delay;
		const least = asked ? leastInterval : changed ? leastEagerInterval : delay;
		const pause = settings.frozen && !asked ? Number.POSITIVE_INFINITY : Math.min(least, delay);
		return started + pause - clock.monotonic();
	};

	/** Until then, whatever is changed meanwhile. */
	const rest = async (started: number, passes: number): Promise<void> => {
		for (let wait = due(started, passes); wait > 0 && !lifetime.isOver(); wait = due(started, passes)) {
			const {promise: woken, resolve} = deferred<void>();
			wakeUp = resolve;
			await settledWithin(clock, Math.min(wait, longestSleepSeconds), woken);
		}

		asked = false;
		changed = false;
	};

	return {
		usage,
		statuses,
		settings: () => settings,
		change(changes) {
			settings = {...settings, ...changes};
			const shown = usage.get();
			const {sectors} = changes;
			if (sectors && shown) {
				usage.set({...shown, domains: shown.domains.map((domain) => rescaled(domain, sectors))});
			}

			wakeUp();
		},
		refresh() {
			asked = true;
			wakeUp();
		},
		async retarget(others) {
			const old = supervised;
			statuses.set(new Map());
			supervised = others.map(supervise);
			await Promise.all(old.map((one) => one.close()));
		},
		memoryStats: async (shown) => connectionOf(shown)?.memoryStats?.(referenceTo(shown)),
		async setBalloonPeriod(shown, seconds) {
			const {domain} = shown;
			if (options.readOnly) {
				throw readOnlyError();
			}

			const connection = connectionOf(shown);
			if (!connection?.setBalloonPeriod || domain.memory.periodRefusal !== undefined) {
				const reason =
					domain.memory.periodRefusal ?? (connection ? 'not on this hypervisor' : 'the connection is lost');
				throw new DriverError(
					`The period of ${domain.name} cannot be set: ${withoutDot(reason)}.`,
					'Its present value stays.',
				);
			}

			return connection.setBalloonPeriod(referenceTo(shown), seconds);
		},
		async open(announce) {
			for (const one of supervised) {
				if (lifetime.isOver()) {
					return;
				}

				await one.open(() => announce(one.endpoint.address.uri));
				// ^C ends whoever asks, and is a signal to this program too: it is heard in a turn of its own.
				await nextTurn();
				await nextTurn();
			}
		},
		async release() {
			const releases = supervised.map(async (one) => one.connection()?.release?.());
			await settledWithin(clock, releaseTimeoutSeconds, Promise.allSettled(releases));
		},
		async run(iterations = Number.POSITIVE_INFINITY) {
			for (let passes = 1; !lifetime.isOver(); passes++) {
				const started = clock.monotonic();
				await pass();
				if (passes >= iterations) {
					return;
				}

				// Connecting is part of the first one: its numbers are from its end.
				await rest(passes === 1 ? clock.monotonic() : started, passes);
			}
		},
		async close() {
			lifetime.end();
			wakeUp();
			await Promise.all(supervised.map((one) => one.close()));
		},
	};
};
