import {resolve} from 'node:path';
import type {PinnedPath} from '../linux/pin-path.ts';
import {readProcessStatus} from '../linux/process-status.ts';
import {readLink} from '../linux/read-file.ts';
import {rooted} from '../linux/rooted.ts';
import {QmpFault} from '../qmp/qmp-fault.ts';
import {admitSocket} from './admit-socket.ts';
import type {GuestContext} from './context.ts';
import type {MonitorSocket} from './monitor-sockets.ts';
import {listenedNames, listensOn} from './own-sockets.ts';
import type {QemuProcess} from './qemu-process.ts';
import {SocketRefusal} from './socket-refusal.ts';

const isSameFile = ({stats: one}: PinnedPath, {stats: other}: PinnedPath): boolean =>
	one.dev === other.dev && one.ino === other.ino;

const fromBytes = (name: string): string => Buffer.from(name, 'latin1').toString('utf8');

/**
Finds a socket that the command line does not name, for example because a -readconfig file names it. The kernel must say
that the process listens under exactly this path, and the file must belong to the process's user.
*/
const undeclaredSocket = async (
	world: Pick<GuestContext, 'root' | 'tables'>,
	process: QemuProcess,
	{stats, resolved}: PinnedPath,
): Promise<MonitorSocket | undefined> => {
	const users = readProcessStatus(world.root, process.pid)?.users;
	const listened = process.hasOtherMounts ? 'hidden' : await listenedNames(world, process);
	if (listened === 'hidden' || users?.isOne !== true || users.effective !== stats.uid) {
		return undefined;
	}

	const folder = readLink(rooted(world.root, `/proc/${process.pid}/cwd`));
	const place = 'value' in folder ? folder.value : '/';
	const bound = listened.names.map(fromBytes).find((name) => resolve(place, name) === resolved);
	return bound === undefined ? undefined : {path: resolved, bound, waits: false};
};

/**
Finds which monitor of a process is a socket that was found otherwise. A peer may claim to be any process, so a process
counts only if it listens on this file. If the file was renamed, the socket must be the process's only monitor without a
file.
@returns undefined: none. @throws ExhaustedError
*/
export const claimedSocket = async (
	world: Pick<GuestContext, 'root' | 'tables' | 'isOwn'>,
	process: QemuProcess,
	pin: PinnedPath,
): Promise<MonitorSocket | undefined> => {
	const gone: MonitorSocket[] = [];
	for (const socket of process.monitors.sockets) {
		try {
			const own = await admitSocket(world, process, socket);
			await own.close();
			if (isSameFile(own, pin) && (await listensOn(world, process, socket.bound)) !== 'no') {
				return socket;
			}
		} catch (error) {
			if (error instanceof QmpFault && error.kind === 'absent') {
				gone.push(socket);
			} else if (!(error instanceof QmpFault || error instanceof SocketRefusal)) {
				throw error;
			}
		}
	}

	const [renamed, ...others] = gone;
	const users = readProcessStatus(world.root, process.pid)?.users;
	const isRenamed =
		renamed !== undefined &&
		others.length === 0 &&
		users?.isOne === true &&
		users.effective === pin.stats.uid &&
		(await listensOn(world, process, renamed.bound)) === 'yes';
	return isRenamed ? renamed : undeclaredSocket(world, process, pin);
};
