import {stat} from 'node:fs/promises';
import {isUnixSocket, marksUnixSockets} from '../linux/is-unix-socket.ts';
import {readDescriptors} from '../linux/read-descriptors.ts';
import {rooted} from '../linux/rooted.ts';
import {bytesOf, type UnixTable} from '../linux/unix-table.ts';
import type {GuestContext} from './context.ts';
import type {QemuProcess} from './qemu-process.ts';

type World = Pick<GuestContext, 'root' | 'tables'>;
type Holder = Pick<QemuProcess, 'pid' | 'hasOtherNetwork'>;

/**
What the kernel says of a process and a path. `hidden`: the process's descriptors may not be seen. `unclear`: a socket
of the process has two rows, and one row is forged.
*/
export type Listening = 'yes' | 'no' | 'hidden' | 'unclear';

/** Whether root made this socket: its file in sockfs belongs to the user who made it. */
const isOfRoot = async (root: string, pid: number, descriptor: number): Promise<boolean> => {
	try {
		return (await stat(rooted(root, `/proc/${pid}/fd/${descriptor}`))).uid === 0;
	} catch {
		return false;
	}
};

/** The table that lists the sockets of a process. @throws ExhaustedError */
export const tableOf = (
	{tables}: Pick<World, 'tables'>,
	{pid, hasOtherNetwork}: Holder,
): Promise<UnixTable> => (hasOtherNetwork ? tables.other(pid) : tables.recent(1));

/**
Tells whether this very process holds a socket that listens under exactly this name. A newline in another path may forge
a row of /proc/net/unix. A forged row names an inode that the process does not hold, that has two rows, or that is no
unix socket.
@param byRoot only a socket of this program's network counts that root made, which only root could hand to another.
@throws ExhaustedError
*/
export const listensOn = async (
	world: World,
	process: Holder,
	bound: string,
	{byRoot = false} = {},
): Promise<Listening> => {
	const {root, tables} = world;
	const {pid} = process;
	const descriptors = await readDescriptors(root, pid);
	if ('refusal' in descriptors) {
		return descriptors.refusal === 'absent' ? 'no' : 'hidden';
	}

	const {listeners, doubled} = byRoot ? await tables.recent(1) : await tableOf(world, process);
	const name = bytesOf(bound);
	let isUnclear = false;
	for (const [inode, descriptor] of descriptors.value.sockets) {
		isUnclear ||= doubled.has(inode);
		if (listeners.get(inode) === name) {
			const isUnix = isUnixSocket(root, pid, descriptor);
			if (byRoot ? isUnix === true && (await isOfRoot(root, pid, descriptor)) : isUnix !== false) {
				return 'yes';
			}
		}
	}

	return isUnclear ? 'unclear' : 'no';
};

/**
Tells under which names a process listens, as /proc/net/unix spells them. `isUnclear`: rows of one of its sockets are
forged. @throws ExhaustedError
*/
export const listenedNames = async (
	world: World,
	process: Holder,
): Promise<{readonly names: readonly string[]; readonly isUnclear: boolean} | 'hidden'> => {
	const {root} = world;
	const {pid} = process;
	const descriptors = await readDescriptors(root, pid);
	if ('refusal' in descriptors) {
		return descriptors.refusal === 'absent' ? {names: [], isUnclear: false} : 'hidden';
	}

	const {listeners, doubled} = await tableOf(world, process);
	const held = [...descriptors.value.sockets];
	return {
		names: held.flatMap(([inode, descriptor]) => {
			const name = listeners.get(inode);
			return name !== undefined && isUnixSocket(root, pid, descriptor) !== false ? name : [];
		}),
		isUnclear: held.some(([inode]) => doubled.has(inode)),
	};
};

/**
Tells whether this very process serves a client under one of these names. Where its descriptors may not be seen, or
cannot tell, a client of any process counts.
@param pid undefined: not known. @throws ExhaustedError
*/
export const servesOn = async (
	root: string,
	pid: number | undefined,
	names: readonly string[],
	{clients, shared}: Pick<UnixTable, 'clients' | 'shared'>,
): Promise<boolean> => {
	const spelled = names.map(bytesOf);
	const inodes = spelled.flatMap((name) => clients.get(name) ?? []);
	if (inodes.length === 0 || pid === undefined) {
		return inodes.length > 0;
	}

	const descriptors = await readDescriptors(root, pid);
	if ('refusal' in descriptors) {
		return descriptors.refusal !== 'absent';
	}

	const {sockets} = descriptors.value;
	return spelled.some((name) => shared.has(name)) || marksUnixSockets(root)
		? inodes.some((inode) => {
				const descriptor = sockets.get(inode);
				return descriptor !== undefined && isUnixSocket(root, pid, descriptor) !== false;
			})
		: true;
};

/**
Tells whether another process serves this program now, over a socket of this name. If several processes listen under one
name, the process serves whose file lies there. For a process of another network this is not known: `false`.
@throws ExhaustedError
*/
export const isMistaken = async (
	{root, tables}: World,
	{pid, hasOtherNetwork}: Holder,
	bound: string,
): Promise<boolean> => {
	if (hasOtherNetwork || !(await tables.recent(1)).shared.has(bytesOf(bound))) {
		return false;
	}

	return !(await servesOn(root, pid, [bound], await tables.now()));
};
