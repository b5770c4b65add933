import {bytesOf} from '../linux/unix-table.ts';
import type {GuestContext} from './context.ts';
import {servesOn, tableOf} from './own-sockets.ts';
import type {QemuProcess} from './qemu-process.ts';

/** Which clients are at a domain's socket now, as far as the kernel shows. */
export type Occupancy = {
	/** A client is served. */
	readonly isServed: boolean;
	/**
	A client seems to wait to be let in. The kernel does not show for sure whose socket it waits at, or whether there is a
	client at all.
	*/
	readonly isQueued: boolean;
};

/**
Reads which clients are at a domain's socket.
@param process undefined: not known.
@param names under which the kernel may list the socket.
@param since monotonic second from which on a look is new enough; undefined: from now. @throws ExhaustedError
*/
export const occupancyOf = async (
	world: Pick<GuestContext, 'root' | 'tables' | 'isOwn'>,
	process: QemuProcess | undefined,
	names: readonly string[],
	since: number | undefined,
): Promise<Occupancy> => {
	const {root, tables, isOwn} = world;
	// Another user may give each process a network of its own: these many tables are not read at each refresh.
	const isElsewhere =
		process?.hasOtherNetwork === true && process.users !== undefined && isOwn(process.users.effective);
	const table = isElsewhere
		? await tableOf(world, process)
		: await (since === undefined ? tables.now() : tables.since(since));
	return {
		isServed: await servesOn(root, process?.pid, names, table),
		isQueued: names.map(bytesOf).some((name) => table.queued.has(name) && !table.shared.has(name)),
	};
};
