import type {Clock} from '../../../source/async/clock.ts';
import {trustedPath} from '../../../source/process/trusted-path.ts';
import {attempt} from '../../linux/read-file.ts';
import type {RemoteDomain} from '../calls/remote-domain.ts';
import {createPidFiles} from './pid-files.ts';

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
	const files = createPidFiles();

	const isReadable = (domains: readonly RemoteDomain[], now: number): boolean => {
		const found = attempt(() => trustedPath(folder, user));
		return (
			'value' in found && found.value.distrust === undefined && files.look(found.value.path, domains, now)
		);
	};

	const knownOf = (domain: RemoteDomain, now: number): Known | undefined => {
		const {uuid, id} = domain;
		const pid = files.pidOf(domain);
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
			const readable = isReadable(domains, now);
			pids = new Map(readable ? domains.map((domain) => [domain.uuid, knownOf(domain, now)] as const) : []);
		},
		of(uuid) {
			const known = pids.get(uuid);
			const now = monotonic();
			return known && [...known].flatMap(([pid, until]) => (until >= now ? pid : []));
		},
	};
};
