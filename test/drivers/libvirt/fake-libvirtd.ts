import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import type {Duplex} from 'node:stream';
import {onTestFinished} from 'vitest';
import {startUnixServer, type UnixServer} from '../qemu/unix-server.ts';
import {
	answerCall,
	eventPayload,
	FakeRefusal,
	type FakeSession,
	type FakeWorld,
	fakeCalls,
} from './fake-calls.ts';
import {
	createFakeDomain,
	type FakeDomain,
	type FakeDomainControl,
	type FakeDomainHandle,
} from './fake-domains.ts';
import {
	errorPayload,
	type FakePacket,
	fakePacket,
	keepAliveProgram,
	remoteProgram,
	splitPackets,
	xdr,
} from './fake-wire.ts';

/*
A libvirt daemon on real unix sockets (or any Duplex, see `serve`), which decodes every call with a decoder of its own.

	const fake = await startFakeLibvirtd(temporaryFolder(), {domains: [someDomain({name: 'web'})]});
	connect to fake.path (read-write) or fake.readOnlyPath;
	fake.domain('web').set({stats: {'cpu.time': 5e9}});
	fake.domain('web').hang();      // its QEMU is stopped: whoever asks its monitor first hangs, the next (NOWAIT) get it reduced
	fake.domain('web').hold();      // a job holds it: NOWAIT gets it reduced, others wait
	fake.domain('web').release();
	fake.domain('web').timeOut();   // 30 s are over: who waits for the job gets it reduced, or code 68
	fake.refuse('memoryStats', 3, 'this function is not supported by the connection driver: virDomainMemoryStats');
	fake.lifecycle('web', 5);       // virDomainEventType: 0 defined 1 undefined 2 started 3 suspended 4 resumed 5 stopped …
	fake.balloon('web', 65536);
	fake.hush(), fake.speak();      // nothing is answered any more, not even a PING; then what was asked meanwhile is
	fake.hangUp();                  // ends all connections
	await fake.stop(), await fake.start();
	fake.calls                      // what was asked: [{name: 'bulkStats', arguments: {domains, groups, flags}, session}, …]

What it does not know, or more than 4 calls at once, is answered with code 39 and makes the test fail at its end, unless
`takeFailures` took it. Names of calls are those of `Remote`, and connectOpen, connectClose, authList, authPolkit,
registerEvent.
*/

export type FakeCallLog = {
	readonly name: string;
	readonly arguments: Readonly<Record<string, unknown>>;
	/** Which connection it came over, counted from 0. */
	readonly session: number;
	readonly isReadOnly: boolean;
};

export type FakeLibvirtdOptions = Partial<
	Omit<FakeWorld, 'domains'> & {
		readonly domains: readonly (Partial<FakeDomain> & Pick<FakeDomain, 'name'>)[];
		/** Absent: it has a read-only socket beside the other. */
		readonly hasReadOnlySocket: boolean;
		/** The name of the read-write socket; absent: `libvirt-sock`. */
		readonly socket: string;
	}
>;

export type FakeLibvirtd = {
	/** Of the read-write socket. */
	readonly path: string;
	readonly readOnlyPath: string;
	/** Takes a connection: a socket, or the pipes of a child. */
	readonly serve: (link: Duplex, isReadOnly: boolean) => void;
	/** By name; fails where there is none. */
	readonly domain: (name: string) => FakeDomainHandle;
	/** Without an event. */
	readonly add: (domain: Partial<FakeDomain> & Pick<FakeDomain, 'name'>) => void;
	/** Without an event. */
	readonly remove: (name: string) => void;
	/** From now on that call is refused, about that domain or any; without a code it is not any more. */
	readonly refuse: (call: string, code?: number, message?: string, domain?: string) => void;
	/** Tells those that registered. @param change virDomainEventType. @param detail why; absent: 0. */
	readonly lifecycle: (name: string, change: number, detail?: number) => void;
	readonly balloon: (name: string, actualKiB: number) => void;
	readonly hush: () => void;
	readonly speak: () => void;
	/** Sends bytes to all connections as they are. */
	readonly say: (bytes: Buffer) => void;
	readonly hangUp: () => void;
	readonly stop: () => Promise<void>;
	readonly start: () => Promise<void>;
	readonly calls: readonly FakeCallLog[];
	/** How often a call was asked. */
	readonly count: (call: string) => number;
	/** What was asked wrongly until now; they are forgiven then. */
	readonly takeFailures: () => readonly string[];
	/** Connections open now, and ever. */
	readonly clients: () => number;
	readonly served: () => number;
	/** PINGs that came. */
	readonly pings: () => number;
};

const callLimit = 4;
const numbered = (count: number): string => `00000000-0000-4000-8000-${`${count}`.padStart(12, '0')}`;

export const startFakeLibvirtd = async (
	folder: string,
	options: FakeLibvirtdOptions = {},
): Promise<FakeLibvirtd> => {
	const {hasReadOnlySocket = true, socket: socketName = 'libvirt-sock'} = options;
	const path = join(folder, socketName);
	const readOnlyPath = `${path}-ro`;
	const calls: FakeCallLog[] = [];
	const refusals = new Map<string, FakeRefusal>();
	const connections = new Set<{readonly link: Duplex; readonly session: FakeSession}>();
	let failures: string[] = [];
	let added = 0;
	let served = 0;
	let pings = 0;
	let isSilent = false;
	let kept: (() => void)[] = [];

	const createControl = (domain: Partial<FakeDomain> & Pick<FakeDomain, 'name'>): FakeDomainControl => {
		added += 1;
		return createFakeDomain({uuid: numbered(added), id: added, ...domain});
	};

	let controls = (options.domains ?? []).map(createControl);
	const world: FakeWorld = {
		hypervisor: 'QEMU',
		hostname: 'fake',
		memoryKiB: 16_777_216,
		cpus: 8,
		cpuStats: () => ({kernel: 1e9, user: 2e9, idle: 3e9, iowait: 4e9}),
		memoryStats: () => ({total: 16_777_216, free: 8_388_608, buffers: 1024, cached: 4096}),
		bulk: true,
		noWait: true,
		auth: [0],
		...options,
		domains: () => controls,
	};

	const whenSpeaking = (work: () => void) => {
		if (isSilent) {
			kept.push(work);
		} else {
			work();
		}
	};

	const refusalOf = (name: string, given: Readonly<Record<string, unknown>>): FakeRefusal | undefined => {
		const {name: domain} = (given.domain ?? {}) as {readonly name?: string};
		return refusals.get(`${name} ${domain}`) ?? refusals.get(name);
	};

	const serve = (link: Duplex, isReadOnly: boolean) => {
		const number = served;
		const session: FakeSession = {
			isAuthenticated: world.auth.every((type) => type === 0),
			isOpen: false,
			isReadOnly,
			callbacks: new Map(),
		};
		const connection = {link, session};
		let bytes = Buffer.alloc(0);
		let outstanding = 0;
		served += 1;
		connections.add(connection);

		const write = (packet: Partial<FakePacket>) => whenSpeaking(() => link.write(fakePacket(packet)));
		const reply = (packet: Partial<FakePacket>) =>
			whenSpeaking(() => {
				outstanding -= 1;
				link.write(fakePacket(packet));
			});

		const answer = async ({procedure, serial, payload}: FakePacket) => {
			const head = {procedure, serial};
			outstanding += 1;
			if (outstanding > callLimit) {
				failures.push(`${outstanding} calls at once`);
			}

			try {
				const result = await answerCall(world, session, procedure, payload, (name, given) => {
					calls.push({name, arguments: given, session: number, isReadOnly: session.isReadOnly});
					const refusal = refusalOf(name, given);
					if (refusal) {
						throw refusal;
					}
				});
				reply({...head, payload: result});
			} catch (error) {
				const isRefusal = error instanceof FakeRefusal;
				if (!isRefusal) {
					failures.push(`${fakeCalls.get(procedure)?.name ?? procedure}: ${(error as Error).message}`);
				}

				const message = isRefusal ? error.message : `Unable to decode message payload: ${String(error)}`;
				reply({...head, status: 1, payload: errorPayload(isRefusal ? error.code : 39, message)});
			}
		};

		const take = (packet: FakePacket) => {
			const {program, procedure, type, status} = packet;
			if (program === keepAliveProgram && type === 2 && procedure === 1) {
				pings += 1;
				write({program, procedure: 2, type: 2});
			} else if (program === keepAliveProgram && type === 2 && procedure === 2) {
				// A PONG to a PING of ours.
			} else if (program === remoteProgram && type === 0 && status === 0) {
				void answer(packet);
			} else {
				failures.push(`a packet of program ${program}, type ${type}, status ${status}`);
			}
		};

		link.on('error', () => {});
		link.on('close', () => connections.delete(connection));
		link.on('end', () => link.end());
		link.on('data', (chunk: Buffer) => {
			bytes = Buffer.concat([bytes, chunk]);
			try {
				const {packets, rest} = splitPackets(bytes);
				bytes = Buffer.from(rest);
				for (const packet of packets) {
					take(packet);
				}
			} catch (error) {
				failures.push((error as Error).message);
				link.destroy();
			}
		});
	};

	const sendEvent = (event: number, procedure: number, name: string, rest: readonly Buffer[]) => {
		const control = controlOf(name);
		for (const {link, session} of connections) {
			for (const [callback, registered] of session.callbacks) {
				if (registered === event) {
					const bytes = fakePacket({procedure, type: 2, payload: eventPayload(callback, control, rest)});
					whenSpeaking(() => link.write(bytes));
				}
			}
		}
	};

	const controlOf = (name: string): FakeDomainControl => {
		const control = controls.find((one) => one.now().name === name);
		if (!control) {
			throw new Error(`The fake daemon has no domain ${name}`);
		}

		return control;
	};

	let servers: readonly UnixServer[] = [];
	const start = async () => {
		mkdirSync(folder, {recursive: true});
		servers = [
			await startUnixServer(path, (socket) => serve(socket, false)),
			...(hasReadOnlySocket ? [await startUnixServer(readOnlyPath, (socket) => serve(socket, true))] : []),
		];
	};
	const stop = async () => {
		const open = servers;
		servers = [];
		await Promise.all(open.map((server) => server.close()));
	};
	const takeFailures = () => {
		const taken = failures;
		failures = [];
		return taken;
	};

	await start();
	onTestFinished(() => {
		const left = takeFailures();
		if (left.length > 0) {
			throw new Error(`The fake daemon was asked wrongly: ${left.join('; ')}`);
		}
	});

	return {
		path,
		readOnlyPath,
		serve,
		domain: controlOf,
		add: (domain) => {
			controls = [...controls, createControl(domain)];
		},
		remove: (name) => {
			const gone = controlOf(name);
			controls = controls.filter((control) => control !== gone);
		},
		refuse: (call, code, message, domain) => {
			const key = domain === undefined ? call : `${call} ${domain}`;
			if (code === undefined) {
				refusals.delete(key);
			} else {
				refusals.set(key, new FakeRefusal(code, message ?? `error ${code}`));
			}
		},
		lifecycle: (name, change, detail = 0) => sendEvent(0, 318, name, [xdr.int(change), xdr.int(detail)]),
		balloon: (name, actualKiB) => sendEvent(13, 331, name, [xdr.hyper(actualKiB)]),
		hush: () => {
			isSilent = true;
		},
		speak: () => {
			isSilent = false;
			const work = kept;
			kept = [];
			for (const one of work) {
				one();
			}
		},
		say: (bytes) => {
			for (const {link} of connections) {
				link.write(bytes);
			}
		},
		hangUp: () => {
			for (const {link} of connections) {
				link.destroy();
			}
		},
		stop,
		start,
		calls,
		count: (call) => calls.filter(({name}) => name === call).length,
		takeFailures,
		clients: () => connections.size,
		served: () => served,
		pings: () => pings,
	};
};
