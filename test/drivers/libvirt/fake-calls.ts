import {devicesOf, type FakeDomainControl, fieldsOf, monitorGroups, xmlOf} from './fake-domains.ts';
import {createFakeReader, type FakeReader, type FakeValue, typedParameter, xdr} from './fake-wire.ts';

/** The daemon refuses, as libvirt would. */
export class FakeRefusal extends Error {
	readonly code: number;

	constructor(code: number, message: string) {
		super(message);
		this.code = code;
	}
}

/** What the daemon knows, whoever asks. */
export type FakeWorld = {
	readonly domains: () => readonly FakeDomainControl[];
	/** CONNECT_GET_TYPE. */
	readonly hypervisor: string;
	readonly hostname: string;
	readonly memoryKiB: number;
	readonly cpus: number;
	readonly cpuStats: () => Readonly<Record<string, FakeValue>>;
	readonly memoryStats: () => Readonly<Record<string, FakeValue>>;
	/** Has it the bulk call? */
	readonly bulk: boolean;
	/** Does its bulk call take NOWAIT? */
	readonly noWait: boolean;
	/** URIs that CONNECT_OPEN takes; absent: every one. */
	readonly names?: readonly string[];
	/** What AUTH_LIST says: 0 none, 1 SASL, 2 polkit. */
	readonly auth: readonly number[];
};

/** One client, as the daemon sees it. */
export type FakeSession = {
	isAuthenticated: boolean;
	isOpen: boolean;
	isReadOnly: boolean;
	/** eventID by callback id. */
	readonly callbacks: Map<number, number>;
};

export type FakeCall = {
	readonly name: string;
	/** Decodes all of the arguments; the result is logged. */
	readonly read: (reader: FakeReader) => Readonly<Record<string, unknown>>;
};

const domain = (reader: FakeReader) => ({
	domain: {name: reader.string(), uuid: reader.uuid(), id: reader.int()},
});
const none = () => ({});
const zero = (reader: FakeReader) => {
	const flags = reader.unsigned();
	if (flags !== 0) {
		throw new Error(`flags ${flags}`);
	}
};

/** The calls it knows, and their arguments. */
export const fakeCalls: ReadonlyMap<number, FakeCall> = new Map<number, FakeCall>([
	[
		1,
		{
			name: 'connectOpen',
			read: (reader) => ({
				name: reader.unsigned() === 1 ? reader.string() : undefined,
				flags: reader.unsigned(),
			}),
		},
	],
	[2, {name: 'connectClose', read: none}],
	[3, {name: 'hypervisorType', read: none}],
	[6, {name: 'nodeInfo', read: none}],
	[
		14,
		{
			name: 'domainXml',
			read: (reader) => {
				const found = domain(reader);
				zero(reader);
				return found;
			},
		},
	],
	[16, {name: 'domainInfo', read: domain}],
	[59, {name: 'hostname', read: none}],
	[64, {name: 'blockStats', read: (reader) => ({...domain(reader), path: reader.string()})}],
	[65, {name: 'interfaceStats', read: (reader) => ({...domain(reader), path: reader.string()})}],
	[66, {name: 'authList', read: none}],
	[70, {name: 'authPolkit', read: none}],
	[
		159,
		{
			name: 'memoryStats',
			read: (reader) => {
				const found = {...domain(reader), limit: reader.unsigned()};
				zero(reader);
				return found;
			},
		},
	],
	[
		227,
		{
			name: 'nodeCpuStats',
			read: (reader) => {
				const found = {cpu: reader.int(), count: reader.int()};
				zero(reader);
				return found;
			},
		},
	],
	[
		228,
		{
			name: 'nodeMemoryStats',
			read: (reader) => {
				const found = {count: reader.int(), cell: reader.int()};
				zero(reader);
				return found;
			},
		},
	],
	[
		212,
		{
			name: 'domainState',
			read: (reader) => {
				const found = domain(reader);
				zero(reader);
				return found;
			},
		},
	],
	[
		229,
		{
			name: 'controlInfo',
			read: (reader) => {
				const found = domain(reader);
				zero(reader);
				return found;
			},
		},
	],
	[
		243,
		{
			name: 'blockStatsFlags',
			read: (reader) => {
				const found = {...domain(reader), path: reader.string(), count: reader.int()};
				zero(reader);
				return found;
			},
		},
	],
	[
		263,
		{
			name: 'diskErrors',
			read: (reader) => {
				const found = {...domain(reader), limit: reader.int()};
				zero(reader);
				return found;
			},
		},
	],
	[273, {name: 'listDomains', read: (reader) => ({results: reader.int(), flags: reader.unsigned()})}],
	[
		298,
		{
			name: 'jobStats',
			read: (reader) => {
				const found = domain(reader);
				zero(reader);
				return found;
			},
		},
	],
	[
		308,
		{
			name: 'setMemoryStatsPeriod',
			read: (reader) => ({...domain(reader), period: reader.int(), flags: reader.unsigned()}),
		},
	],
	[
		316,
		{
			name: 'registerEvent',
			read: (reader) => ({
				event: reader.int(),
				...(reader.unsigned() === 1 ? domain(reader) : {domain: undefined}),
			}),
		},
	],
	[
		344,
		{
			name: 'bulkStats',
			read: (reader) => ({
				domains: Array.from({length: reader.unsigned()}, () => domain(reader).domain),
				groups: reader.unsigned(),
				flags: reader.unsigned(),
			}),
		},
	],
]);

/** Those that may be called before CONNECT_OPEN, and without authentication. */
const before = new Set(['authList', 'authPolkit']);

type Arguments = Readonly<Record<string, unknown>>;

const domainBytes = (control: FakeDomainControl): Buffer => {
	const {name, uuid, id} = control.now();
	return Buffer.concat([xdr.string(name), Buffer.from(uuid.replaceAll('-', ''), 'hex'), xdr.int(id ?? -1)]);
};

export const eventPayload = (callback: number, control: FakeDomainControl, rest: readonly Buffer[]): Buffer =>
	Buffer.concat([xdr.int(callback), domainBytes(control), ...rest]);

const parameters = (entries: readonly (readonly [string, FakeValue])[]): Buffer =>
	xdr.list(entries.map(([field, value]) => typedParameter(field, value)));

const noSupport = (call: string) =>
	new FakeRefusal(3, `this function is not supported by the connection driver: ${call}`);

/** Answers one call. Rejects with a FakeRefusal; any other error is the caller's fault. */
export const answerCall = async (
	world: FakeWorld,
	session: FakeSession,
	procedure: number,
	payload: Buffer,
	log: (name: string, given: Arguments) => void,
): Promise<Buffer> => {
	const call = fakeCalls.get(procedure);
	if (!call) {
		throw new Error(`unknown procedure: ${procedure}`);
	}

	const reader = createFakeReader(payload);
	const given = call.read(reader);
	reader.end();
	log(call.name, given);
	if (!before.has(call.name)) {
		if (!session.isAuthenticated) {
			throw new FakeRefusal(39, 'authentication required');
		}

		if (!session.isOpen && call.name !== 'connectOpen') {
			throw new FakeRefusal(1, 'internal error: hypervisor connection not open');
		}
	}

	const number = (key: string) => given[key] as number;
	const find = (uuid: string) => world.domains().find((control) => control.now().uuid === uuid);

	/** The domain that is asked about, by its uuid alone. */
	const asked = (): FakeDomainControl => {
		const {uuid, name} = given.domain as {readonly uuid: string; readonly name: string};
		const control = find(uuid);
		if (!control) {
			throw new FakeRefusal(42, `Domain not found: no domain with matching uuid '${uuid}' (${name})`);
		}

		return control;
	};

	const job = async (control: FakeDomainControl) => {
		if ((await control.monitor(true)) === 'held') {
			throw new FakeRefusal(
				68,
				'Timed out during operation: cannot acquire state change lock (held by monitor=remoteDispatchConnectGetAllDomainStats)',
			);
		}
	};

	/** The same where it runs, once its monitor can be asked. */
	const running = async (): Promise<FakeDomainControl> => {
		const control = asked();
		if (control.now().id === undefined) {
			throw new FakeRefusal(55, 'Requested operation is not valid: domain is not running');
		}

		await job(control);
		return control;
	};

	const field = (control: FakeDomainControl, name: string): FakeValue => control.now().stats[name];

	const counters = async (kind: 'block' | 'net', names: readonly string[], set?: readonly number[]) => {
		const control = await running();
		const path = given.path as string;
		const index = devicesOf(control.now(), kind).get(path);
		if (!set && index === undefined) {
			throw new FakeRefusal(8, `invalid argument: invalid path: ${path}`);
		}

		return Buffer.concat(
			names.map((name, at) =>
				xdr.hyper(set ? set[at] : (field(control, `${kind}.${index}.${name}`) as number | undefined)),
			),
		);
	};

	switch (call.name) {
		case 'authList':
			session.isAuthenticated ||= world.auth.every((type) => type === 0);
			return xdr.list(world.auth.map(xdr.int));
		case 'authPolkit':
			session.isAuthenticated = true;
			return xdr.int(1);
		case 'connectOpen': {
			if (session.isOpen) {
				session.isOpen = false;
				throw new Error('a second CONNECT_OPEN');
			}

			const name = given.name as string | undefined;
			if (name === undefined || number('flags') > 1) {
				throw new FakeRefusal(1, 'internal error: connection not open');
			}

			if (world.names && !world.names.includes(name)) {
				throw new FakeRefusal(5, `no connection driver available for ${name}`);
			}

			session.isOpen = true;
			session.isReadOnly ||= number('flags') === 1;
			return Buffer.alloc(0);
		}

		case 'connectClose':
			session.isOpen = false;
			return Buffer.alloc(0);
		case 'hypervisorType':
			return xdr.string(world.hypervisor);
		case 'hostname':
			return xdr.string(world.hostname);
		case 'nodeInfo':
			return Buffer.concat([
				...Array.from({length: 32}, (_, at) => xdr.unsigned('x86_64'.charCodeAt(at) || 0)),
				xdr.hyper(world.memoryKiB),
				...[world.cpus, 2400, 1, 1, world.cpus, 1].map(xdr.int),
			]);
		case 'nodeCpuStats':
		case 'nodeMemoryStats': {
			const stats = Object.entries(call.name === 'nodeCpuStats' ? world.cpuStats() : world.memoryStats());
			const count = number('count');
			if (count === 0) {
				return Buffer.concat([xdr.unsigned(0), xdr.int(stats.length)]);
			}

			if (count !== stats.length) {
				throw new FakeRefusal(8, `nparams in virHostGetStats must be equal to ${stats.length}`);
			}

			return Buffer.concat([
				xdr.list(
					stats.map(([name, value]) =>
						Buffer.concat([xdr.string(name), xdr.hyper(value as number | undefined)]),
					),
				),
				xdr.int(0),
			]);
		}

		case 'listDomains': {
			const flags = number('flags');
			if (number('results') !== 1 || flags > 3) {
				throw new Error(`listDomains ${JSON.stringify(given)}`);
			}

			const found = world
				.domains()
				.filter((control) => flags === 0 || (flags & (control.now().id === undefined ? 2 : 1)) !== 0);
			return Buffer.concat([xdr.list(found.map(domainBytes)), xdr.unsigned(found.length)]);
		}

		case 'bulkStats': {
			if (!world.bulk) {
				throw noSupport('virConnectGetAllDomainStats');
			}

			const noWait = 1 << 29;
			const flags = number('flags');
			if (flags !== 0 && (flags !== noWait || !world.noWait)) {
				throw new FakeRefusal(
					8,
					`unsupported flags (0x${flags.toString(16)}) in function vzConnectGetAllDomainStats`,
				);
			}

			const wanted = given.domains as readonly {readonly uuid: string}[];
			const controls =
				wanted.length === 0
					? world.domains()
					: wanted.map(({uuid}) => find(uuid)).filter((control) => control !== undefined);
			const records: Buffer[] = [];
			const groups = number('groups');
			// One worker, one domain after the other: one that hangs holds the whole reply up.
			for (const control of controls) {
				const needsMonitor = groups === 0 || (groups & monitorGroups) !== 0;
				const isAsked = needsMonitor && control.now().id !== undefined;
				const monitor = isAsked ? await control.monitor(flags !== noWait) : 'free';
				records.push(
					Buffer.concat([domainBytes(control), parameters(fieldsOf(control.now(), groups, monitor))]),
				);
			}

			return xdr.list(records);
		}

		case 'domainInfo': {
			const control = asked();
			const counter = (name: string) => xdr.hyper((field(control, name) as number | undefined) ?? 0);
			return Buffer.concat([
				xdr.unsigned((field(control, 'state.state') as number | undefined) ?? 0),
				counter('balloon.maximum'),
				counter('balloon.current'),
				xdr.unsigned((field(control, 'vcpu.current') as number | undefined) ?? 1),
				counter('cpu.time'),
			]);
		}

		case 'memoryStats': {
			const stats = (await running()).now().memoryStats.slice(0, number('limit'));
			return xdr.list(
				stats.map(([tag, value]) => Buffer.concat([xdr.int(tag), xdr.hyper(value as number | undefined)])),
			);
		}

		case 'blockStats':
			return counters(
				'block',
				['rd.reqs', 'rd.bytes', 'wr.reqs', 'wr.bytes', 'errors'],
				asked().now().blockStats?.[given.path as string],
			);
		case 'interfaceStats':
			return counters(
				'net',
				['rx.bytes', 'rx.pkts', 'rx.errs', 'rx.drop', 'tx.bytes', 'tx.pkts', 'tx.errs', 'tx.drop'],
				asked().now().interfaceStats?.[given.path as string],
			);
		case 'blockStatsFlags': {
			const control = await running();
			const path = given.path as string;
			const index = devicesOf(control.now(), 'block').get(path);
			const made = {
				wr_bytes: 'wr.bytes',
				wr_operations: 'wr.reqs',
				rd_bytes: 'rd.bytes',
				rd_operations: 'rd.reqs',
				flush_operations: 'fl.reqs',
				wr_total_times: 'wr.times',
				rd_total_times: 'rd.times',
				flush_total_times: 'fl.times',
			};
			const stats =
				control.now().blockStatsFlags?.[path] ??
				Object.fromEntries(
					Object.entries(made).flatMap(([name, suffix]) => {
						const value = field(control, `block.${index}.${suffix}`);
						return value === undefined ? [] : [[name, value]];
					}),
				);
			const entries = Object.entries(stats).slice(0, number('count'));
			return Buffer.concat([
				parameters(entries),
				xdr.int(number('count') === 0 ? Object.keys(stats).length : entries.length),
			]);
		}

		case 'domainXml': {
			const now = asked().now();
			return xdr.string(now.xml ?? xmlOf(now));
		}

		case 'domainState': {
			const {stats} = asked().now();
			return Buffer.concat([
				xdr.int(Number(stats['state.state'] ?? 1)),
				xdr.int(Number(stats['state.reason'] ?? 0)),
			]);
		}

		case 'diskErrors': {
			const control = asked();
			await job(control);
			const errors = Object.entries(control.now().diskErrors);
			return Buffer.concat([
				xdr.unsigned(errors.length),
				...errors.flatMap(([disk, error]) => [xdr.string(disk), xdr.int(error)]),
				xdr.int(errors.length),
			]);
		}

		case 'controlInfo': {
			const {state, details = 0, milliseconds} = asked().now().control;
			return Buffer.concat([xdr.unsigned(state), xdr.unsigned(details), xdr.hyper(milliseconds)]);
		}

		case 'jobStats': {
			const control = asked();
			// It takes the job for a moment, which a migration lets it, but not a call that hangs.
			if (control.isOccupied()) {
				await job(control);
			}

			const {type, parameters: entries} = control.now().job;
			return Buffer.concat([xdr.int(type), parameters(Object.entries(entries))]);
		}

		case 'setMemoryStatsPeriod': {
			if (session.isReadOnly) {
				throw new FakeRefusal(
					29,
					'operation forbidden: read only access prevents virDomainSetMemoryStatsPeriod',
				);
			}

			if (number('period') < 0) {
				throw new FakeRefusal(8, 'period in virDomainSetMemoryStatsPeriod must be zero or greater');
			}

			const control = await running();
			if (control.now().balloon === 'absent') {
				throw new FakeRefusal(
					1,
					'internal error: No memory balloon device configured, can not set the collection period',
				);
			}

			control.set({period: number('period')});
			return Buffer.alloc(0);
		}

		case 'registerEvent': {
			const callback = session.callbacks.size;
			session.callbacks.set(callback, number('event'));
			return xdr.int(callback);
		}

		default:
			throw new Error(`${call.name} is not answered`);
	}
};
