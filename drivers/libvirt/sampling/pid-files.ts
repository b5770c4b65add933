import {readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {attempt, readFolder} from '../../linux/read-file.ts';
import type {RemoteDomain} from '../calls/remote-domain.ts';

/** The pid files of libvirt's domains. Each file is read again only where the file or its domain changed. */
export type PidFiles = {
	/** Reads the files of these domains. @returns whether the folder can be read. @throws ExhaustedError */
	readonly read: (path: string, domains: readonly RemoteDomain[], now: number) => boolean;
	/** Undefined: there is no file, no pid in it, or the file was not read since the domain started or ended. */
	readonly pidOf: (domain: RemoteDomain) => number | undefined;
};

/** What was seen of a pid file. */
type Seen = {
	/** Equal as long as the file and its content are the same. */
	readonly stamp: string;
	readonly pid: number | undefined;
	/** The domain's id at that time. */
	readonly id: number | undefined;
	/** When the file or its domain was seen to have changed, monotonic seconds. */
	readonly changedAt: number;
	/** The number of the round that read the file last. */
	readonly round: number;
};

/** How many files one round reads. */
const roundLimit = 64;
/** How many files it reads, beyond `roundLimit` too, where the domains are new, started or ended. */
const newLimit = 1024;

/** How long a changed file is read before unchanged files, seconds. */
const recentSeconds = 10;

/** The most bytes that a pid and its newline can have. */
const longestFile = 16;

const pidText = /^(\d{1,10})\s*$/;

const fileOf = (name: string): string => `${name}.pid`;

const readPid = (path: string): number | undefined => {
	const text = attempt(() => readFileSync(path, 'latin1'));
	const [, digits] = pidText.exec('value' in text ? text.value : '') ?? [];
	return digits === undefined ? undefined : Number(digits);
};

/** @param before what was seen of the file before. Undefined: nothing. @throws ExhaustedError */
const see = (
	path: string,
	{id}: RemoteDomain,
	before: Seen | undefined,
	now: number,
	round: number,
): Seen => {
	const found = attempt(() => statSync(path, {bigint: true}));
	const stats = 'value' in found && found.value.isFile() ? found.value : undefined;
	const stamp = stats ? [stats.dev, stats.ino, stats.size, stats.mtimeNs, stats.ctimeNs].join(' ') : '';
	if (before?.stamp === stamp && before.id === id) {
		return {...before, round};
	}

	const pid = stats && stats.size <= longestFile ? readPid(path) : undefined;
	return {stamp, pid, id, changedAt: now, round};
};

/** libvirt writes the status of its domains into the same folder, so the folder changes although no pid file did. */
export const createPidFiles = (): PidFiles => {
	let names: ReadonlySet<string> = new Set();
	let seen: ReadonlyMap<string, Seen> = new Map();
	let rounds = 0;
	/** The folder's time of change when it was listed, and whether that was seen twice: a change within a tick does not move it. */
	let folder: {readonly changed: bigint; readonly isSettled: boolean} | undefined;

	const list = (path: string): boolean => {
		const stats = attempt(() => statSync(path, {bigint: true}));
		if (!('value' in stats)) {
			return false;
		}

		const {mtimeNs: changed} = stats.value;
		const isSame = folder?.changed === changed;
		if (isSame && folder?.isSettled) {
			return true;
		}

		const listed = readFolder(path);
		if ('value' in listed) {
			folder = {changed, isSettled: isSame};
			names = new Set(listed.value);
		}

		return 'value' in listed;
	};

	/** New and changed domains, then files that changed just now, the latest first, then the other files in turn. */
	const dueOf = (domains: readonly RemoteDomain[], now: number): readonly RemoteDomain[] => {
		const isFresh = ({name, id}: RemoteDomain): boolean => {
			const before = seen.get(name);
			return before === undefined || before.id !== id;
		};

		const fresh = domains.filter(isFresh).slice(0, newLimit);
		const recency = ({changedAt}: Seen): number => (now - changedAt < recentSeconds ? changedAt : -1);
		const inTurn = domains
			.flatMap((domain) => {
				const before = isFresh(domain) ? undefined : seen.get(domain.name);
				return before ? {domain, before} : [];
			})
			.toSorted(({before: one}, {before: other}) => recency(other) - recency(one) || one.round - other.round);
		return [...fresh, ...inTurn.slice(0, Math.max(0, roundLimit - fresh.length)).map(({domain}) => domain)];
	};

	return {
		read(path, domains, now) {
			if (!list(path)) {
				return false;
			}

			rounds += 1;
			const present = domains.filter(({name}) => names.has(fileOf(name)));
			const next = new Map(
				present.flatMap(({name}) => {
					const before = seen.get(name);
					return before ? [[name, before] as const] : [];
				}),
			);
			for (const domain of dueOf(present, now)) {
				const {name} = domain;
				next.set(name, see(join(path, fileOf(name)), domain, seen.get(name), now, rounds));
			}

			seen = next;
			return true;
		},
		pidOf({name, id}) {
			const file = seen.get(name);
			return file?.id === id ? file?.pid : undefined;
		},
	};
};
