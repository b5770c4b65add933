import {readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import type {Clock} from '../../../source/clock.ts';
import {trustedPath} from '../../../source/trusted-path.ts';
import {attempt, readFolder} from '../../linux/read-file.ts';
import type {RemoteDomain} from '../remote/remote-domain.ts';

/** The processes of this machine's QEMU guests, as libvirt's pid files name them. */
export type GuestPids = {
	/** To be called before those of a refresh are asked for. @throws ExhaustedError */
	readonly refresh: (domains: readonly RemoteDomain[]) => void;
	/** Absent: its file cannot be seen, or nobody else but root and the user could be kept from changing it. */
	readonly of: (uuid: string) => readonly number[] | undefined;
};

/**
Seconds for which a process counts although libvirt says that its domain is off: what libvirt says and what /proc shows are
read one after the other, and in between a guest starts or stops.
*/
const changeSeconds = 10;

/** By pid, the monotonic second until which it counts. */
type Known = ReadonlyMap<number, number>;

const longestPid = /^(\d{1,10})\s*$/;

const readPid = (path: string): number | undefined => {
	const text = attempt(() => readFileSync(path, 'latin1'));
	const [, digits] = longestPid.exec('value' in text ? text.value : '') ?? [];
	return digits === undefined ? undefined : Number(digits);
};

/**
Reads NAME.pid, which QEMU writes while libvirt starts it and libvirt removes when it ended (qemu_process.c,
qemuProcessLaunch, qemuProcessStop).
@param folder libvirt's own; what others than root and the user may change counts for nothing.
@param user effective user id.
*/
export const createGuestPids = (
	{monotonic}: Pick<Clock, 'monotonic'>,
	folder: string,
	user: number,
): GuestPids => {
	let pids: ReadonlyMap<string, Known | undefined> = new Map();
	let files: ReadonlyMap<string, number | undefined> = new Map();
	/** Of the folder when its files were read last, and whether that was seen twice: a change within a tick is not. */
	let stamp: {readonly changed: bigint; readonly isSettled: boolean} | undefined;

	const readFiles = (path: string): boolean => {
		const stats = attempt(() => statSync(path, {bigint: true}));
		if (!('value' in stats)) {
			return false;
		}

		const {mtimeNs: changed} = stats.value;
		const isSame = stamp?.changed === changed;
		if (isSame && stamp?.isSettled) {
			return true;
		}

		const names = readFolder(path);
		stamp = {changed, isSettled: isSame};
		files = new Map(
			('value' in names ? names.value : [])
				.filter((name) => name.endsWith('.pid'))
				.map((name) => [name, readPid(join(path, name))]),
		);
		return 'value' in names;
	};

	const isReadable = (): boolean => {
		const found = attempt(() => trustedPath(folder, user));
		return 'value' in found && found.value.distrust === undefined && readFiles(found.value.path);
	};

	const knownOf = ({uuid, name, id}: RemoteDomain, now: number): Known | undefined => {
		const pid = files.get(`${name}.pid`);
		const isActive = id !== undefined;
		if (isActive && pid === undefined) {
			return undefined;
		}

		const before = pids.get(uuid) ?? new Map<number, number>();
		const known = new Map([...before].filter(([one, until]) => until >= now || one === pid));
		if (pid !== undefined && (isActive || !known.has(pid))) {
			known.set(pid, now + changeSeconds);
		}

		return known;
	};

	return {
		refresh(domains) {
			const now = monotonic();
			const readable = isReadable();
			pids = new Map(readable ? domains.map((domain) => [domain.uuid, knownOf(domain, now)] as const) : []);
		},
		of(uuid) {
			const known = pids.get(uuid);
			const now = monotonic();
			return known && [...known].flatMap(([pid, until]) => (until >= now ? pid : []));
		},
	};
};
