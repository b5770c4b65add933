import type {Clock} from '../../../source/async/clock.ts';
import {trustedPath} from '../../../source/process/trusted-path.ts';
import {attempt} from '../../linux/read-file.ts';
import type {RemoteDomain} from '../calls/remote-domain.ts';
import {createPidFiles} from './pid-files.ts';

/** The QEMU processes of this machine's domains, as libvirt's pid files name them. */
export type GuestPids = {
	/** Reads the pid files. To be called in a refresh before `of`. @throws ExhaustedError */
	readonly refresh: (domains: readonly RemoteDomain[]) => void;
	/** The pids of a domain. Undefined: its pid file cannot be seen, or others than root and the user may change it. */
	readonly of: (uuid: string) => readonly number[] | undefined;
};

/**
How long a process counts after libvirt says that its domain is off, seconds. libvirt and /proc are read one after the other,
and a domain may start or stop in between.
*/
const changeSeconds = 10;

/** The monotonic second until which a pid counts, by pid. */
type Known = ReadonlyMap<number, number>;

/**
Reads NAME.pid. QEMU writes the file while libvirt starts QEMU, and libvirt removes it when QEMU ended (qemu_process.c,
qemuProcessLaunch, qemuProcessStop).
@param folder libvirt's own. A folder that others than root and the user may change counts for nothing.
@param user effective user id
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
			'value' in found && found.value.distrust === undefined && files.read(found.value.path, domains, now)
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
