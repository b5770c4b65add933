import {untilAborted} from '../../source/async/wait.ts';
import type {Connection, DomainRef, DriverOptions, SampleRequest} from '../../source/driver/driver.ts';
import {closedError, goneError, readOnlyError} from '../../source/driver/driver-error.ts';
import {createCountReporter} from '../../source/driver/reports.ts';
import {createKeptDomains} from '../../source/model/kept-domains.ts';
import type {Domain, ProblemReport, Sample} from '../../source/model/sample.ts';
import {readHost} from '../linux/read-host.ts';
import {createUnixTables} from '../linux/unix-tables.ts';
import {createUserNames} from '../linux/user-names.ts';
import {createOwnerLimits} from '../qmp/owner-limits.ts';
import type {GuestContext} from './context.ts';
import {createGuest} from './create-guest.ts';
import {cutTableReport} from './cut-table-report.ts';
import {domainKeys} from './domain-keys.ts';
import type {Guest} from './guest.ts';
import {hiddenReport} from './hidden-report.ts';
import {createLibvirtUser} from './libvirt-user.ts';
import type {GuestReading} from './mapping/domain.ts';
import type {MonitorAddress} from './monitor-address.ts';
import {noMonitorReports} from './no-monitor-reports.ts';
import {omissionReports} from './omission-reports.ts';
import {origins} from './origins.ts';
import {ownUsers} from './own-users.ts';
import {createProcessFinder} from './process-finder.ts';
import type {QemuProcess} from './qemu-process.ts';
import {setPeriodOf} from './set-period.ts';
import {createStartedByLibvirt} from './started-by-libvirt.ts';

/** Finds the monitors of a connection's domains among the present processes. */
export type MonitorFinder = {
	readonly find: (processes: readonly QemuProcess[]) => Promise<readonly MonitorAddress[]>;
	/** What to report where no monitor was found. Undefined: nothing. */
	readonly emptiness?: (() => ProblemReport | undefined) | undefined;
};

/** Domains of one user that are asked at once: outside quarantine, and in quarantine. */
const guestLimit = 32;
const suspectLimit = 8;

const notSearched = 'The processes of this machine are still being searched.';

/** A domain that failed may have ended meanwhile: then its row goes, and that is no problem. */
const isPresent = (guest: Guest): boolean => !guest.isTroubled() || guest.isAlive();

/** Keeps one reading of each incarnation: two sockets may lead to one domain. */
const distinct = (readings: readonly GuestReading[]): readonly GuestReading[] => [
	...new Map(readings.map((reading) => [reading.incarnation, reading])).values(),
];

/** @param createFinder makes the finder from the connection's context. */
export const createQemuConnection = (
	options: DriverOptions,
	createFinder: (world: GuestContext) => MonitorFinder,
): Connection => {
	const {root, clock, spawn, readOnly, balloonPeriod, onStatus} = options;
	const reportCount = createCountReporter(onStatus);
	const isOwn = ownUsers(options);
	const tables = createUnixTables(root, clock);
	const finder = createProcessFinder({root, clock, spawn, isOwn}, tables);
	const nameOfUser = createUserNames(root);
	const isLibvirtUser = createLibvirtUser(root, nameOfUser);
	let guests: ReadonlyMap<string, Guest> = new Map();
	let processes: readonly QemuProcess[] = [];
	let incarnations: ReadonlyMap<string, string> = new Map();
	let search: Promise<void> | undefined;
	let isSearched = false;
	let isClosed = false;
	const world: GuestContext = {
		root,
		clock,
		spawn,
		isOwn,
		readOnly,
		balloonPeriod,
		tables,
		limitOf: createOwnerLimits(() => guestLimit),
		quarantineLimitOf: createOwnerLimits(() => suspectLimit),
		processOf: async (pid) => processes.find((process) => process.pid === pid) ?? finder.read(pid),
	};
	const {find: findMonitors, emptiness} = createFinder(world);
	const startedByLibvirt = createStartedByLibvirt(world, isLibvirtUser);

	const setGuests = (addresses: readonly MonitorAddress[]) => {
		const before = guests;
		guests = new Map(
			addresses.map((address) => [address.key, before.get(address.key) ?? createGuest(world, address)]),
		);
		for (const {key, process} of addresses) {
			if (process) {
				guests.get(key)?.update(process);
			}
		}

		for (const [key, guest] of before) {
			if (!guests.has(key)) {
				void guest.close();
			}
		}
	};

	/** A user who is neither root, nor this user, nor libvirt's may have given a domain any name and uuid. */
	const isTrusted = (user: number | undefined): boolean =>
		user !== undefined && (isOwn(user) || isLibvirtUser(user));

	const domainOf = (key: string, {user, ...reading}: GuestReading, speaks: Domain['process']): Domain => ({
		key,
		...reading,
		...(user === undefined || isOwn(user) ? {} : {user: {id: user, name: nameOfUser(user)}}),
		process: speaks,
	});

	const kept = createKeptDomains();

	const collect = (): Sample => {
		const views = [...guests.values()]
			.filter(isPresent)
			.map((guest) => ({...guest.view(), owner: guest.owner()}));
		const owners = new Map(views.map(({reading, owner}) => [reading, reading?.user ?? owner]));
		const readings = distinct(views.flatMap(({reading}) => reading ?? []));
		const keys = domainKeys(readings, (reading) => isTrusted(owners.get(reading)));
		incarnations = new Map([...keys].map(([{incarnation}, key]) => [key, incarnation]));
		const ofLibvirt = new Map(
			processes.map((process) => [process.incarnation, startedByLibvirt.has(process)] as const),
		);
		const domains = readings.map((reading) =>
			domainOf(keys.get(reading) ?? '', reading, {
				pid: reading.id,
				isTrusted: isTrusted(owners.get(reading)),
				isOfLibvirt: ofLibvirt.get(reading.incarnation) ?? false,
			}),
		);
		const problems = views.flatMap(({reading, reports}) =>
			reports.map((report) => ({...report, domain: reading && keys.get(reading)})),
		);
		const keyed = views.flatMap((view) => {
			const key = view.reading && keys.get(view.reading);
			return key === undefined ? [] : {...view, key};
		});
		const ofSockets = problems.filter(({domain}) => domain === undefined);
		const unanswered = domains.length > 0 ? undefined : isSearched ? ofSockets[0]?.message : notSearched;
		const omitted = omissionReports(finder.omissions(), processes, (id) => nameOfUser(id) ?? String(id));
		const cut = cutTableReport(tables.cut(), processes);
		const hidden = hiddenReport(keyed);
		const empty = guests.size === 0 ? emptiness?.() : undefined;
		if (unanswered === undefined) {
			reportCount(domains.length);
		}

		return {
			host: readHost(root, clock),
			domains: kept(domains),
			problems: [...problems, ...noMonitorReports(keyed), ...omitted, cut, hidden, empty].filter(
				(problem) => problem !== undefined,
			),
			unanswered,
			origins,
		};
	};

	const guestOf = ({key, name, incarnation}: DomainRef): Guest => {
		const guest = [...guests.values()].find((one) => one.face()?.incarnation === incarnation);
		if (!guest?.isAlive() || incarnations.get(key) !== incarnation) {
			throw goneError(name);
		}

		return guest;
	};

	const findAll = async (): Promise<void> => {
		processes = await finder.find();
		await startedByLibvirt.refresh(processes);
		const addresses = await findMonitors(processes);
		if (!isClosed) {
			setGuests(addresses);
			isSearched = true;
		}
	};

	/**
	A search that no refresh waits for any more goes on, and no second search begins beside it. The domains are asked each
	time.
	*/
	const refresh = async (request: SampleRequest): Promise<void> => {
		search ??= findAll().finally(() => {
			search = undefined;
		});
		await search;
		await Promise.all([...guests.values()].map((guest) => guest.refresh(request)));
	};

	return {
		sample: async (request, signal) => {
			if (isClosed) {
				throw closedError();
			}

			await untilAborted(refresh(request), signal);
			return collect();
		},
		setBalloonPeriod: async (domain, seconds) => {
			if (readOnly) {
				throw readOnlyError();
			}

			return setPeriodOf(guestOf(domain), domain, seconds);
		},
		release: async () => {
			await Promise.all([...guests.values()].map((guest) => guest.release()));
		},
		close: async () => {
			isClosed = true;
			await Promise.all([...guests.values()].map((guest) => guest.close()));
			guests = new Map();
		},
	};
};
