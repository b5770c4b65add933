import {createLifetime} from '../../source/async/lifetime.ts';
import {withTimeout} from '../../source/async/wait.ts';
import type {Connection, DriverOptions, SampleRequest} from '../../source/driver/driver.ts';
import {closedError, DriverError} from '../../source/driver/driver-error.ts';
import {createCountReporter, missedReport} from '../../source/driver/reports.ts';
import {createKeptDomains} from '../../source/model/kept-domains.ts';
import type {ProblemReport, Sample} from '../../source/model/sample.ts';
import {readHostIdentity} from '../linux/read-host.ts';
import {createStoreView} from '../xenstore/create-store-view.ts';
import type {StoreDomain} from '../xenstore/store-domain.ts';
import type {DomainDevices} from './backend/backend.ts';
import {createDomainReader, type DomainAnswer, type DomainQuestion} from './domain-reader.ts';
import {createHypervisor} from './hypervisor/create-hypervisor.ts';
import type {HypervisorDomain, HypervisorReading} from './hypervisor/hypervisor.ts';
import {xenOrigins} from './origins.ts';

/**
The domids of all domains, ascending. The hypervisor knows every domain, and none that is gone. Without its answer they
are the domids that xenstore lists or dom0's kernel serves, and Domain-0, where this program runs.
*/
const knownDomains = (
	reading: HypervisorReading | undefined,
	stored: ReadonlyMap<number, StoreDomain>,
	devices: ReadonlyMap<number, DomainDevices> | undefined,
): readonly number[] =>
	reading
		? reading.domains.map(({id}) => id)
		: [...new Set([0, ...stored.keys(), ...(devices?.keys() ?? [])])].sort((one, other) => one - other);

/**
Seconds that connecting waits for the first answers. `nothing`: further seconds for the hypervisor where xenstore has
told nothing either. Without both, rows have neither names nor states, and an overloaded dom0 is late with both.
*/
const firstReplyTimeoutSeconds = {hypervisor: 5, store: 2, nothing: 10};

/**
How long a refresh waits for the hypervisor, and then for QEMUs: until this share of the delay has passed, and at most
these seconds. A sample that took three quarters of its delay is ended, and the kernel's counters are read last.
*/
const hypervisorShare = 0.4;
const hypervisorTimeoutSeconds = 2;
const qdiskShare = 0.65;
const qdiskTimeoutSeconds = 1;

/** Seconds that a refresh waits for xenstore once it is connected: names and sizes seldom change. */
const storeTimeoutSeconds = 0.25;

type Answer = HypervisorReading | ProblemReport | undefined;

const isReading = (answer: Answer): answer is HypervisorReading =>
	answer !== undefined && 'domains' in answer;

const isReport = (answer: Answer): answer is ProblemReport => answer !== undefined && !isReading(answer);

/** @param isKnown has the hypervisor answered before? */
const lateReport = (isKnown: boolean): ProblemReport => ({
	kind: 'late',
	message: isKnown ? 'The hypervisor did not answer in time.' : 'The hypervisor has not answered yet.',
	advice: isKnown
		? 'CPU is unknown meanwhile, and states and memory are its last; its answer is taken as soon as it comes.'
		: 'Names and devices are shown meanwhile; states, CPU and memory come with its answer.',
});

/** A repeated reading loses its rates: they are not the present rates. */
const byDomid = (reading: HypervisorReading, isOld: boolean): ReadonlyMap<number, HypervisorDomain> =>
	new Map(reading.domains.map((domain) => [domain.id, isOld ? {...domain, cpuRate: undefined} : domain]));

/**
Joins three sources in one sample: the hypervisor for states, processor time and memory; dom0's kernel for the counters of
devices; xenstore for names and the sources of devices. Each source may be missing without the others.
*/
export const createXenConnection = async (options: DriverOptions): Promise<Connection> => {
	const {root, clock, onStatus} = options;
	const hypervisor = createHypervisor(options);
	const store = createStoreView(options);
	const reader = createDomainReader(options);
	const lifetime = createLifetime();
	let before: ReadonlyMap<number, DomainAnswer> = new Map();
	let last: HypervisorReading | undefined;
	let hostAt = Number.NEGATIVE_INFINITY;

	const kept = createKeptDomains();
	const reportCount = createCountReporter(onStatus);

	/** The host as the hypervisor sees it: dom0's kernel knows only dom0's own processors and memory. */
	const hostOf = (reading: HypervisorReading | undefined): Sample['host'] => {
		const {id, name} = readHostIdentity(root);
		const at = clock.monotonic();
		// A late answer may be older than the time that was given without it; time must not go back.
		if (!reading || reading.at < hostAt) {
			hostAt = at;
			return {id, name, at};
		}

		hostAt = reading.at;
		const {cpus, cpuSeconds, memoryKiB, memoryFreeKiB} = reading;
		return {id, name, at: hostAt, cpus, cpuSeconds, memoryKiB, memoryFreeKiB};
	};

	const collect = (ids: readonly number[], answers: ReadonlyMap<number, DomainAnswer>) => {
		const now = new Map<number, DomainAnswer>();
		let missed = 0;
		for (const id of ids) {
			const fresh = answers.get(id);
			const answer = fresh ?? before.get(id);
			missed += fresh ? 0 : 1;
			if (answer) {
				now.set(id, answer);
			}
		}

		before = now;
		reportCount(now.size);
		return {answers: [...now.values()], missed};
	};

	const read = async (request: SampleRequest, signal: AbortSignal): Promise<Sample> => {
		const started = clock.monotonic();
		const seconds = Math.min(hypervisorTimeoutSeconds, hypervisorShare * request.delay);
		const [answer] = await Promise.all([
			withTimeout({clock, seconds}, signal, (enough) => hypervisor.read(enough)),
			withTimeout({clock, seconds: Math.min(storeTimeoutSeconds, seconds)}, signal, (enough) =>
				store.refresh(enough),
			),
		]);
		last = isReport(answer) ? undefined : (answer ?? last);
		const stored = store.domains();
		const folder = reader.listDevices();
		const troubles = [isReport(answer) ? answer : undefined, store.trouble(), folder.report];
		const reports = troubles.filter((trouble) => trouble !== undefined);
		const [first] = reports;
		if (stored.size === 0 && first && reports.length === troubles.length) {
			throw new DriverError(first.message, first.advice);
		}

		const isLate = answer === undefined;
		const ids = knownDomains(last, stored, folder.devices);
		const question: DomainQuestion = {
			ids,
			hypervisor: last && {at: last.at, domains: byDomid(last, isLate)},
			stored,
			before: new Map([...before].map(([id, {domain}]) => [id, domain])),
			timeoutSeconds: signal.aborted
				? 0
				: Math.max(
						0,
						Math.min(qdiskTimeoutSeconds, qdiskShare * request.delay - (clock.monotonic() - started)),
					),
		};
		// The first sample has nothing to repeat, and an empty list would be false. So it is read to its end: that takes moments.
		const isFirst = before.size === 0;
		const fresh =
			signal.aborted && !isFirst
				? new Map()
				: await reader.read(question, isFirst ? lifetime.signal : signal);
		const {answers, missed} = collect(ids, fresh);
		const late = isLate ? lateReport(last !== undefined) : missed > 0 ? missedReport(missed) : undefined;
		// Domain-0, where this program runs, has a row even if no source answers.
		const isNothingRead = last === undefined && stored.size === 0 && (folder.devices?.size ?? 0) === 0;
		return {
			host: hostOf(last),
			domains: kept(answers.map(({domain}) => domain)),
			problems: [...answers.flatMap((one) => one.reports), ...reports, ...(late ? [late] : [])],
			unanswered: isNothingRead ? (first ?? lateReport(false)).message : undefined,
			origins: xenOrigins(hypervisor.origins()),
		};
	};

	const waitForHypervisor = (seconds: number): Promise<Answer> =>
		withTimeout({clock, seconds}, lifetime.signal, (signal) => hypervisor.read(signal));

	// The child's start and the first thousands of requests belong to connecting, and take no time of a refresh.
	let [firstAnswer] = await Promise.all([
		waitForHypervisor(firstReplyTimeoutSeconds.hypervisor),
		withTimeout({clock, seconds: firstReplyTimeoutSeconds.store}, lifetime.signal, (signal) =>
			store.refresh(signal),
		),
	]);
	if (firstAnswer === undefined && store.domains().size === 0) {
		firstAnswer = await waitForHypervisor(firstReplyTimeoutSeconds.nothing);
	}

	last = isReading(firstAnswer) ? firstAnswer : undefined;
	return {
		sample: async (request, signal) => {
			if (lifetime.isOver()) {
				throw closedError();
			}

			return lifetime.run(signal, (either) => read(request, either));
		},
		close: async () => {
			lifetime.end();
			await Promise.all([hypervisor.close(), store.close(), reader.close()]);
		},
	};
};
