import type {Remote} from '../../../../drivers/libvirt/calls/remote.ts';
import {noWait} from '../../../../drivers/libvirt/calls/remote.ts';
import type {RemoteDomain} from '../../../../drivers/libvirt/calls/remote-domain.ts';
import {RemoteError, remoteErrorCode} from '../../../../drivers/libvirt/calls/remote-error.ts';
import type {StatsRecord} from '../../../../drivers/libvirt/calls/stats-record.ts';

/** How a daemon takes its domains one after the other, and who holds whom: what was captured of libvirtd 9.0.0, without a wire. */
export type ModelledDaemon = {
	readonly connect: () => Remote;
	/** Its QEMU stops: whoever asks it next hangs, and holds it. */
	readonly stop: (name: string) => void;
	/** It goes on, and so does whoever waits for it. */
	readonly resume: (name: string) => void;
	/** Another client's question holds it. */
	readonly hold: (name: string) => void;
	/** libvirt itself is locked in it, as by a dump that nobody reads: whoever comes to it waits, lists too. */
	readonly lock: (name: string) => void;
	/** It is gone, and whoever waits for it goes on. */
	readonly remove: (name: string) => void;
	/** It is destroyed and started, with another id. */
	readonly restart: (name: string) => void;
	/** From now on libvirt cannot read it: the whole call fails. */
	readonly spoil: (name: string) => void;
	readonly mend: (name: string) => void;
	/** Bulk calls so far: the names asked for, `*` for all, and the flags. */
	readonly calls: () => readonly {readonly names: string; readonly flags: number}[];
	/** Outstanding calls of all connections, now and at most of any one. */
	readonly outstanding: () => number;
	readonly most: () => number;
	/** Every answer takes so long now, through `sleep`. */
	readonly slow: (seconds: number) => void;
};

type Guest = {
	domain: RemoteDomain;
	isGone: boolean;
	stopped: boolean;
	held: boolean;
	locked: boolean;
	spoilt: boolean;
	waiting: (() => void)[];
};

export type ModelOptions = {
	readonly names: readonly string[];
	readonly sleep: (seconds: number) => Promise<void>;
	readonly takesNoWait?: boolean;
	readonly hasBulk?: boolean;
};

const slots = 4;

/** The call that a Remote of the model does not know. */
const unknown = (name: string) => async (): Promise<never> => {
	throw new Error(`${name} is not modelled`);
};

export const createModelledDaemon = ({
	names,
	sleep,
	takesNoWait = true,
	hasBulk = true,
}: ModelOptions): ModelledDaemon => {
	const guests = new Map<string, Guest>(
		names.map((name, index) => [
			name,
			{
				domain: {name, uuid: `uuid-${name}`, id: index + 1},
				isGone: false,
				stopped: false,
				held: false,
				locked: false,
				spoilt: false,
				waiting: [],
			},
		]),
	);
	const calls: {names: string; flags: number}[] = [];
	let outstanding = 0;
	let most = 0;
	let slowness = 0;

	const record = (guest: Guest, isFull: boolean): StatsRecord => ({
		domain: guest.domain,
		fields: isFull ? ['state.state', 'balloon.rss'] : ['state.state'],
		values: isFull ? [1, 1] : [1],
	});

	const untilUnlocked = async (guest: Guest): Promise<void> => {
		while (guest.locked) {
			await new Promise<void>((resolve) => {
				guest.waiting.push(resolve);
			});
		}
	};

	const askGuest = async (guest: Guest, flags: number): Promise<StatsRecord> => {
		await untilUnlocked(guest);
		if (guest.held && (flags & noWait) !== 0) {
			return record(guest, false);
		}

		while (guest.stopped || guest.held) {
			if (!guest.held) {
				guest.held = true;
			}

			await new Promise<void>((resolve) => {
				guest.waiting.push(resolve);
			});
		}

		return record(guest, true);
	};

	const connect = (): Remote => {
		let own = 0;
		const call = async <Value>(answer: () => Promise<Value>): Promise<Value> => {
			if (own >= slots) {
				throw new Error('more calls than there are slots');
			}

			own += 1;
			outstanding += 1;
			most = Math.max(most, own);
			try {
				await sleep(slowness);
				return await answer();
			} finally {
				own -= 1;
				outstanding -= 1;
			}
		};

		const bulk: Remote['bulkStats'] = ({domains, flags}) => {
			calls.push({names: domains.map(({name}) => name).join(' ') || '*', flags});
			return call(async () => {
				if (!hasBulk) {
					throw new RemoteError(remoteErrorCode.noSupport, 'not supported');
				}

				if (!takesNoWait && flags !== 0) {
					throw new RemoteError(remoteErrorCode.invalidArgument, 'unsupported flags (0x20000000)');
				}

				const wanted = new Set(domains.map(({uuid}) => uuid));
				const records: StatsRecord[] = [];
				for (const guest of guests.values()) {
					if (wanted.size === 0 || wanted.has(guest.domain.uuid)) {
						if (guest.spoilt) {
							throw new RemoteError(1, `${guest.domain.name} is spoilt`);
						}

						const record = await askGuest(guest, flags);
						if (!guest.isGone) {
							records.push(record);
						}
					}
				}

				return records;
			});
		};

		return {
			freeSlots: () => slots - own,
			ended: new Promise(() => {}),
			bulkStats: bulk,
			listDomains: () =>
				call(async () => {
					for (const guest of guests.values()) {
						await untilUnlocked(guest);
					}

					return [...guests.values()].map(({domain}) => domain);
				}),
			domainInfo: ({uuid, name}) =>
				call(async () => {
					const guest = [...guests.values()].find(({domain}) => domain.uuid === uuid);
					if (guest?.spoilt) {
						throw new RemoteError(1, `${name} is spoilt`);
					}

					await (guest && askGuest(guest, 0));
					if (!guest || guest.isGone) {
						throw new RemoteError(remoteErrorCode.noDomain, `${name} is gone`);
					}

					return {state: 1, maximumKiB: 1, memoryKiB: 1, vcpus: 1, cpuNanoseconds: 1};
				}),
			memoryStats: unknown('memoryStats'),
			blockStats: unknown('blockStats'),
			blockStatsFlags: unknown('blockStatsFlags'),
			interfaceStats: unknown('interfaceStats'),
			domainXml: unknown('domainXml'),
			domainState: unknown('domainState'),
			diskErrors: unknown('diskErrors'),
			controlInfo: unknown('controlInfo'),
			jobStats: unknown('jobStats'),
			setMemoryStatsPeriod: unknown('setMemoryStatsPeriod'),
			hypervisorType: () => call(async () => 'QEMU'),
			hostname: unknown('hostname'),
			nodeInfo: unknown('nodeInfo'),
			nodeCpuStats: unknown('nodeCpuStats'),
			nodeMemoryStats: unknown('nodeMemoryStats'),
			watchDomains: unknown('watchDomains'),
			close: async () => {},
		};
	};

	const guestOf = (name: string): Guest => {
		const guest = guests.get(name);
		if (!guest) {
			throw new Error(`no guest ${name}`);
		}

		return guest;
	};

	const release = (guest: Guest) => {
		guest.stopped = false;
		guest.held = false;
		guest.locked = false;
		for (const go of guest.waiting.splice(0)) {
			go();
		}
	};

	return {
		connect,
		stop(name) {
			guestOf(name).stopped = true;
		},
		hold(name) {
			guestOf(name).held = true;
		},
		lock(name) {
			guestOf(name).locked = true;
		},
		resume: (name) => release(guestOf(name)),
		remove(name) {
			const guest = guestOf(name);
			guest.isGone = true;
			guests.delete(name);
			release(guest);
		},
		restart(name) {
			const guest = guestOf(name);
			guest.domain = {...guest.domain, id: (guest.domain.id ?? 0) + 100};
			release(guest);
		},
		spoil(name) {
			guestOf(name).spoilt = true;
		},
		mend(name) {
			guestOf(name).spoilt = false;
		},
		calls: () => calls,
		outstanding: () => outstanding,
		most: () => most,
		slow(seconds) {
			slowness = seconds;
		},
	};
};
