import {isDeepStrictEqual} from 'node:util';
import {describe, expect, test} from 'vitest';
import type {Clock} from '../../source/async/clock.ts';
import {deferred, untilAborted, withTimeout} from '../../source/async/wait.ts';
import type {Address} from '../../source/driver/address.ts';
import type {Connection, Driver, DriverOptions, SampleRequest} from '../../source/driver/driver.ts';
import {identityOf} from '../../source/model/numbers-view.ts';
import type {Domain, Sample} from '../../source/model/sample.ts';
import {activeResources, leftBehind} from './active-resources.ts';
import {testPeriods} from './period-contract.ts';
import {promptly} from './promptly.ts';
import {badValues, domainCounters, fallenCounters, sharedIdentities} from './sample-rules.ts';
import {skipBecause} from './skip-because.ts';

/** What a test can do to the world behind a driver. A case is skipped, and says so, if an ability it needs is missing. */
export type ContractWorld = {
	/** Lets seconds pass, on the options' clock too, so that counters move and readings have another time. */
	readonly advance?: (seconds: number) => void | Promise<void>;
	/** From now on one domain does not answer, or answers garbage. Returns its key. */
	readonly breakOneDomain?: () => string | Promise<string>;
	/** From now on no answer comes at all, so that an abort meets a sample in flight. */
	readonly silence?: () => void | Promise<void>;
	/** May the world restart this counter within an incarnation? `device` undefined: a counter of the domain itself. */
	readonly mayReset?: (domain: Domain, device: string | undefined) => boolean;
};

/** A driver and a world of its own, made for each case. */
export type ContractSubject = {
	readonly driver: Driver;
	/** An address at which at least one domain with a counter is found. */
	readonly address: Address;
	/** Not read-only, without a balloon period. */
	readonly options: DriverOptions;
	readonly world?: ContractWorld;
	/** Ends the world; called on every path, after the connection was closed. */
	readonly dispose?: () => void | Promise<void>;
};

const request: SampleRequest = {delay: 2};
const walkSteps = 30;
const walkStride = 7;

const read = (connection: Connection, signal = new AbortController().signal): Promise<Sample> =>
	connection.sample(request, signal);

const keysOf = ({domains}: Sample): readonly string[] => domains.map(({key}) => key).sort();

const hasProblem = ({problems}: Sample, key: string): boolean =>
	problems.some(({domain}) => domain === key || domain === undefined);

/** What is said of each domain and device, by its path. */
const identitiesIn = ({domains}: Sample): ReadonlyMap<string, object> =>
	new Map(
		domains.flatMap((domain) => {
			const {key, memory, disks = [], nics = [], vcpus = []} = domain;
			return [
				[key, identityOf(domain)] as const,
				[`${key} memory`, identityOf(memory)] as const,
				...disks.map((disk) => [`${key} disk ${disk.name}`, identityOf(disk)] as const),
				...nics.map((nic) => [`${key} nic ${nic.name}`, identityOf(nic)] as const),
				...vcpus.map((vcpu) => [`${key} vcpu ${vcpu.index}`, identityOf(vcpu)] as const),
			];
		}),
	);

const findDomain = ({domains}: Sample, key: string): Domain => {
	const domain = domains.find((candidate) => candidate.key === key);
	if (!domain) {
		throw new Error(`${key} is not in the sample`);
	}

	return domain;
};

/** A later sample must still hold the domains of the earlier sample, each with a new time or with a problem. */
const expectKept = (before: Sample, after: Sample, {advance}: ContractWorld): void => {
	expect(keysOf(after)).toEqual(keysOf(before));
	if (!advance) {
		return;
	}

	const silent = after.domains.filter(({key, at}) => at === findDomain(before, key).at);
	expect(silent.filter(({key}) => !hasProblem(after, key)).map(({name}) => name)).toEqual([]);
};

/** Options with a clock whose sleeps end only at their signal. */
const asleepForEver = (options: DriverOptions): DriverOptions => {
	const {promise: never} = deferred<void>();
	const sleep: Clock['sleep'] = (_seconds, signal) => (signal ? untilAborted(never, signal) : never);
	return {...options, clock: {...options.clock, sleep}};
};

/**
What every driver must keep to. Call it at the top of a test file.

@param setup makes a fresh driver, world and options for each case.
*/
export const describeContract = (
	name: string,
	setup: () => ContractSubject | Promise<ContractSubject>,
): void => {
	const withSubject = async (body: (subject: ContractSubject) => Promise<void>): Promise<void> => {
		const subject = await setup();
		try {
			await body(subject);
		} finally {
			await subject.dispose?.();
		}
	};

	const withConnection = (
		body: (connection: Connection, world: ContractWorld, options: DriverOptions) => Promise<void>,
		changes: Partial<DriverOptions> = {},
		adapt: (options: DriverOptions) => DriverOptions = (options) => options,
	): Promise<void> =>
		withSubject(async ({driver, address, options: given, world = {}}) => {
			const options = adapt({...given, ...changes});
			const connection = await driver.connect(address, options);
			try {
				await body(connection, world, options);
			} finally {
				await connection.close();
			}
		});

	/** For cases that say "at once": no time passes, so what still gets done has waited for none. */
	const withoutTime = (
		body: (connection: Connection, world: ContractWorld) => Promise<void>,
	): Promise<void> => withConnection(body, {}, asleepForEver);

	describe(`${name} keeps the contract of drivers`, () => {
		test('it finds only addresses of its own schemes', () =>
			withSubject(async ({driver, address, options}) => {
				expect(driver.schemes).toContain(address.scheme);
				for (const found of await driver.detect(options)) {
					expect(driver.schemes).toContain(found.scheme);
				}
			}));

		test('what is unknown is undefined, and no text holds control characters', () =>
			withConnection(async (connection) => {
				const sample = await read(connection);
				expect(sample.domains.flatMap(domainCounters).length).toBeGreaterThan(0);
				expect(badValues(sample)).toEqual([]);
			}));

		test('domains are unique on the host, devices within their domain', () =>
			withConnection(async (connection) => {
				expect(sharedIdentities(await read(connection))).toEqual([]);
			}));

		test('what is said of a domain and its devices stays the same object as long as it says the same', () =>
			withConnection(async (connection, {advance}) => {
				const copies: string[] = [];
				let before = identitiesIn(await read(connection));
				expect(before.size).toBeGreaterThan(0);
				for (let step = 0; step < walkSteps; step++) {
					await advance?.(walkStride);
					const after = identitiesIn(await read(connection));
					for (const [path, identity] of after) {
						const past = before.get(path);
						if (past !== identity && isDeepStrictEqual(past, identity)) {
							copies.push(path);
						}
					}

					before = after;
				}

				expect(copies).toEqual([]);
			}));

		test('of a domain that is not off the virtual processors are told, or why not', () =>
			withConnection(async (connection) => {
				const {domains} = await read(connection);
				const untold = domains.filter(
					({state, vcpus, vcpusReason}) =>
						state !== 'shutoff' && (vcpus === undefined) === (vcpusReason === undefined),
				);
				expect(untold.map(({name}) => name)).toEqual([]);
			}));

		test('no counter falls within an incarnation, and no time goes back', () =>
			withConnection(async (connection, {advance, mayReset}) => {
				let before = await read(connection);
				for (let step = 0; step < walkSteps; step++) {
					await advance?.(walkStride);
					const after = await read(connection);
					expect(fallenCounters(before, after, mayReset)).toEqual([]);
					expect(after.host.at).toBeGreaterThanOrEqual(before.host.at);
					for (const {key, at} of before.domains) {
						const later = after.domains.find((domain) => domain.key === key);
						expect(later?.at ?? at).toBeGreaterThanOrEqual(at);
					}

					before = after;
				}
			}));

		test('a signal that fired before resolves at once with all domains there were', () =>
			withoutTime(async (connection, world) => {
				const before = await read(connection);
				await world.advance?.(1);
				const after = await promptly(read(connection, AbortSignal.abort()), 'an aborted sample');
				expectKept(before, after, world);
				await world.advance?.(1);
				expectKept(after, await read(connection), world);
			}));

		test('an aborted first sample resolves at once', () =>
			withoutTime(async (connection) => {
				const sample = await promptly(read(connection, AbortSignal.abort()), 'an aborted sample');
				expect(badValues(sample)).toEqual([]);
			}));

		test('a signal that fires while the peer does not answer resolves at once with all domains there were', ({
			skip,
		}) =>
			withoutTime(async (connection, world) => {
				if (!world.silence) {
					skipBecause(skip, 'its world cannot be silenced');
					return;
				}

				const before = await read(connection);
				await world.silence();
				await world.advance?.(1);
				const aborting = new AbortController();
				const reading = read(connection, aborting.signal);
				await new Promise((resolve) => setImmediate(resolve));
				aborting.abort();
				expectKept(before, await promptly(reading, 'a sample that was aborted under way'), world);
			}));

		test('one broken domain is one problem, and the others are fresh', ({skip}) =>
			withConnection(async (connection, {advance, breakOneDomain}, {clock}) => {
				if (!breakOneDomain) {
					skipBecause(skip, 'its world cannot break a domain');
					return;
				}

				await read(connection);
				const key = await breakOneDomain();
				const last = await read(connection);
				await advance?.(1);
				const {signal} = new AbortController();
				const ending = withTimeout({clock, seconds: 1}, signal, (deadline) => read(connection, deadline));
				const now = await promptly(ending, 'a sample with a broken domain');
				expect(keysOf(now)).toEqual(keysOf(last));
				const [problem, ...more] = now.problems.filter(({domain}) => domain === key);
				expect(problem?.message).toMatch(/\S.*\.$/);
				expect(problem?.advice).toMatch(/\S.*\.$/);
				expect(more).toEqual([]);
				for (const domain of now.domains.filter((candidate) => candidate.key !== key)) {
					expect(hasProblem(now, domain.key), `${domain.name} has a problem too`).toBe(false);
					expect(domain.at, domain.name).toBeGreaterThan(findDomain(last, domain.key).at);
				}
			}));

		test('closing twice is closing once: it leaves no handle and answers no more', () =>
			withSubject(async ({driver, address, options}) => {
				const before = activeResources();
				const connection = await driver.connect(address, options);
				await read(connection);
				await Promise.all([connection.close(), connection.close()]);
				await promptly(connection.close(), 'closing again');
				const later = read(connection).catch((error: unknown) => error);
				await promptly(later, 'a sample after close');
				expect(await leftBehind(before)).toEqual([]);
			}));

		test('closing ends a sample that the peer does not answer', ({skip}) =>
			withSubject(async ({driver, address, options, world}) => {
				if (!world?.silence) {
					skipBecause(skip, 'its world cannot be silenced');
					return;
				}

				const before = activeResources();
				const connection = await driver.connect(address, asleepForEver(options));
				await read(connection);
				await world.silence();
				const reading = read(connection).catch((error: unknown) => error);
				await promptly(connection.close(), 'closing');
				await promptly(reading, 'the sample under way');
				expect(await leftBehind(before)).toEqual([]);
			}));

		testPeriods(withConnection);
	});
};
