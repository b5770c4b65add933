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

/** What a person may change while the sampler runs. */
export type SamplerSettings = {
	/** Seconds between refreshes. */
	readonly delay: number;
	/** Seconds between the first and the second refresh: a short time, so that the first rates come soon. */
	readonly firstDelay: number;
	/**
	Extra seconds that a refresh may take while nothing was ever read, since connecting is part of it. Within them every
	connection can be read or fail. Undefined: no extra seconds.
	*/
	readonly firstExtraSeconds?: number;
	/** A refresh comes soon after a driver says that its domains changed. Undefined: each refresh comes after the delay. */
	readonly eager?: boolean;
	/** Whether refreshes come only when `refresh` asks for them. */
	readonly frozen: boolean;
	readonly sectors: SectorChoice;
};

/** The clock of the program: asks every connection, publishes the answers, waits. */
export type Sampler = {
	/** The last refresh. Undefined: no refresh came yet. */
	readonly usage: Store<Usage | undefined>;
	/** What each connection does at the moment, by its canonical URI. */
	readonly statuses: Store<ReadonlyMap<string, ConnectionStatus>>;
	readonly settings: () => SamplerSettings;
	/** Takes effect at once: a new delay counts from the last refresh. */
	readonly change: (settings: Partial<SamplerSettings>) => void;
	/** Makes one refresh now, frozen or not. */
	readonly refresh: () => void;
	/** Replaces all connections from the next refresh on, and closes the old connections. */
	readonly retarget: (endpoints: readonly Endpoint[]) => Promise<void>;
	/** Sets the period, seconds; 0 stops it. Resolves to the period that was read back; rejects with a DriverError. */
	readonly setBalloonPeriod: (usage: DomainUsage, seconds: number) => Promise<number | undefined>;
	/** Asks as `Connection.memoryStats` does. Undefined: the connection has nothing but its samples. */
	readonly memoryStats: (usage: DomainUsage) => Promise<MemoryAnswer | undefined>;
	/**
	Opens the connections that may ask a person at the terminal, one after the other, and waits as long as each takes. Call it
	before `run`. A failure becomes the problem of its connection. Never rejects; resolves at once when the sampler is closed.
	@param announce gets the canonical URI of each connection before it is opened.
	*/
	readonly open: (announce: (uri: string) => void) => Promise<void>;
	/**
	Gives back what the connections hold at a cost to their hosts, since nothing will be read for a while. Never rejects, and
	waits at most half a second.
	*/
	readonly release: () => Promise<void>;
	/** Runs until the sampler is closed, or until `iterations` refreshes were published. Never rejects. */
	readonly run: (iterations?: number) => Promise<void>;
	readonly close: () => Promise<void>;
};

/** Least interval before a refresh that is asked for, seconds: rates of a shorter interval are no more than noise. */
const leastInterval = 0.1;
/** Seconds that the connections may take to give back what they hold. */
const releaseTimeoutSeconds = 0.5;
/** Least interval before a refresh that drivers ask for, seconds, however many changes they report. */
const leastEagerInterval = 1;
/** Longest sleep, seconds: timers hold no longer times. */
const longestSleepSeconds = 3600;

/** Timeout of a refresh, seconds: a share of the delay, within bounds. */
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
	/** Ends the present wait between two refreshes, if there is a wait. */
	let wakeUp = (): void => {};

	/** A change while frozen wakes nothing: it is not shown before the next refresh anyway. */
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
		const {delay, firstExtraSeconds = 0} = settings;
		const isFirst = usage.get()?.connections.every(({host}) => host === undefined) ?? true;
		const seconds = deadlineOf(delay) + (isFirst ? firstExtraSeconds : 0);
		const readings = await withTimeout({clock, seconds}, lifetime.signal, (signal) =>
			Promise.all(supervised.map((one) => one.read({delay}, signal))),
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

	/** Waits until the next refresh is due, also when a change of the settings moves that time. */
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
				// ^C ends the child that asks, and is a signal to domtop too: domtop hears the signal in a turn of its own.
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

				// Connecting is part of the first refresh: its numbers are from its end.
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
