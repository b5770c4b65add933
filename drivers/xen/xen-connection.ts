import type {Connection, DriverOptions, SampleRequest} from '../../source/driver.ts';
import {DriverError} from '../../source/driver-error.ts';
import type {Domain, ProblemReport, Sample} from '../../source/sample.ts';
import {readHost} from '../linux/read-host.ts';
import {createDomainReader, type DomainAnswer} from './domain-reader.ts';
import {createHypervisor} from './hypervisor/create-hypervisor.ts';
import type {HypervisorReading} from './hypervisor/hypervisor.ts';
import {knownDomains} from './known-domains.ts';
import {xenOrigins} from './xen-origins.ts';
import {createStoreView} from './xenstore/create-store-view.ts';

/** Seconds that connecting waits for the first answers. */
const firstPatience = {hypervisor: 5, store: 2};

/** How long a refresh waits for the hypervisor: a share of the delay, and at most so many seconds; the devices come after it. */
const hypervisorShare = 0.4;
const longestHypervisorWait = 2;

/** Seconds that a refresh waits for xenstore once it is connected: names and sizes seldom change. */
const storePatience = 0.25;

type Answer = HypervisorReading | ProblemReport | undefined;

const isReading = (answer: Answer): answer is HypervisorReading =>
	answer !== undefined && 'domains' in answer;

const isReport = (answer: Answer): answer is ProblemReport => answer !== undefined && !isReading(answer);

const lateReport: ProblemReport = {
	kind: 'late',
	message: 'The hypervisor did not answer in time.',
	advice:
		'CPU is unknown meanwhile, and states and memory are its last; it is asked again at the next refresh.',
};

/**
Three sources in one reading: the hypervisor for states, processor time and memory; dom0's kernel for the counters of
devices; xenstore for names and what stands behind a device. Each may be missing without the others.
*/
export const createXenConnection = async (options: DriverOptions): Promise<Connection> => {
	const {root, clock, onStatus} = options;
	const hypervisor = createHypervisor(options);
	const store = createStoreView(options);
	const reader = createDomainReader(options);
	const closing = new AbortController();
	let before: ReadonlyMap<number, Domain> = new Map();
	let last: HypervisorReading | undefined;
	let status = '';

	const tell = (count: number) => {
		const message = count === 1 ? '1 domain' : `${count} domains`;
		if (message !== status) {
			status = message;
			onStatus({state: 'reading', message});
		}
	};

	const within = async <Answer>(
		seconds: number,
		signal: AbortSignal,
		wait: (signal: AbortSignal) => Promise<Answer>,
	): Promise<Answer> => {
		const enough = new AbortController();
		const finished = new AbortController();
		void clock.sleep(seconds, finished.signal).then(() => enough.abort());
		const answer = await wait(AbortSignal.any([signal, enough.signal]));
		finished.abort();
		return answer;
	};

	/** The host as the hypervisor sees it: what dom0's kernel says of processors and memory is dom0's own. */
	const hostOf = (reading: HypervisorReading | undefined): Sample['host'] => {
		const {id, name, at} = readHost(root, clock);
		if (!reading) {
			return {id, name, at};
		}

		const {cpus, cpuSeconds, memoryKiB, memoryFreeKiB} = reading;
		return {id, name, at: reading.at, cpus, cpuSeconds, memoryKiB, memoryFreeKiB};
	};

	const collect = (ids: readonly number[], answers: ReadonlyMap<number, DomainAnswer>, isLate: boolean) => {
		const now = new Map<number, Domain>();
		const problems: ProblemReport[] = [];
		// Before the first answer after an abort nothing tells which domains there are: then those of before stay.
		for (const id of ids.length === 0 && isLate ? before.keys() : ids) {
			const answer = answers.get(id);
			const domain = answer?.domain ?? before.get(id);
			if (domain) {
				now.set(id, domain);
				problems.push(...(answer?.reports ?? []));
			}
		}

		before = now;
		tell(now.size);
		return {domains: [...now.values()], problems};
	};

	const read = async (request: SampleRequest, signal: AbortSignal): Promise<Sample> => {
		const [answer] = await Promise.all([
			within(Math.min(longestHypervisorWait, hypervisorShare * request.delay), signal, (enough) =>
				hypervisor.read(request, enough),
			),
			within(storePatience, signal, (enough) => store.refresh(enough)),
		]);
		last = isReport(answer) ? undefined : (answer ?? last);
		const stored = store.domains();
		const folder = reader.look();
		const ids = knownDomains(last, stored, folder.devices);
		const troubles = [isReport(answer) ? answer : undefined, store.trouble(), folder.report];
		const reports = troubles.filter((trouble) => trouble !== undefined);
		const [first] = reports;
		if (ids.length === 0 && first && reports.length === troubles.length) {
			throw new DriverError(first.message, first.advice);
		}

		const said = last && {at: last.at, domains: new Map(last.domains.map((domain) => [domain.id, domain]))};
		const answers = signal.aborted
			? new Map()
			: await reader.read({ids, hypervisor: said, stored, request}, signal);
		const isLate = answer === undefined || signal.aborted;
		const {domains, problems} = collect(ids, answers, isLate);
		return {
			host: hostOf(last),
			domains,
			problems: [...problems, ...reports, ...(isLate ? [lateReport] : [])],
			origins: xenOrigins(hypervisor.origins()),
		};
	};

	// A child's start and the first thousands of questions are connecting, and take no time of a refresh.
	await Promise.all([
		within(firstPatience.hypervisor, closing.signal, (signal) => hypervisor.read({vcpus: false}, signal)),
		within(firstPatience.store, closing.signal, (signal) => store.refresh(signal)),
	]);
	return {
		sample: async (request, signal) => {
			if (closing.signal.aborted) {
				throw new DriverError('This connection was closed.', 'Connect again.');
			}

			return read(request, AbortSignal.any([signal, closing.signal]));
		},
		close: async () => {
			closing.abort();
			await Promise.all([hypervisor.close(), store.close(), reader.close()]);
		},
	};
};
