import type {ProblemReport} from '../../source/model/sample.ts';
import {ExhaustedError} from '../../source/process/exhausted-error.ts';
import {cleanText, textLimits} from '../../source/text/clean-text.ts';
import {silenceText} from '../../source/text/silence-text.ts';
import {readProcessStat} from '../linux/process-stat.ts';
import {bytesOf, type UnixTable} from '../linux/unix-table.ts';
import type {UnixTables} from '../linux/unix-tables.ts';
import {QmpFault} from '../qmp/qmp-fault.ts';
import {reasons} from './mapping/reasons.ts';
import type {MonitorSocket} from './monitor-sockets.ts';
import {servesOn} from './own-sockets.ts';
import type {QemuProcess} from './qemu-process.ts';
import {SocketRefusal, type SocketRefusalKind} from './socket-refusal.ts';

/**
Why a domain does not answer. `stopped`, `blocked`, `busy` and `silent` are all silence; what the kernel says of the
process and its socket distinguishes them. `missing`: the process listens on its socket, but the socket cannot be found
where it should be. `exhausted`: this program could not ask. `unasked`: this program had no time to ask.
*/
export type TroubleKind =
	| 'stopped'
	| 'blocked'
	| 'busy'
	| 'silent'
	| 'garbled'
	| 'closed'
	| 'absent'
	| 'missing'
	| 'denied'
	| 'exhausted'
	| 'unasked'
	| SocketRefusalKind;

/** Why a domain does not answer, and since when. */
export type Trouble = {
	readonly kind: TroubleKind;
	/** Monotonic second of the first question without an answer. */
	readonly since: number;
	/** What was wrong, in a few words; for `garbled` and `closed`. */
	readonly detail: string;
	/** Path of the socket over which the domain was asked. */
	readonly path: string;
};

/** Stopped by a signal, or held by a debugger at this moment. */
export const isStopped = (state: string | undefined): boolean => state === 'T' || state === 't';

/**
Tells the kinds of silence apart. @throws ExhaustedError
@param table read after our own connection was closed, so that it is not taken for another client's.
*/
const causeOfSilence = async (
	root: string,
	pid: number | undefined,
	{path, bound}: MonitorSocket,
	table: UnixTable,
): Promise<TroubleKind> => {
	const state = pid === undefined ? undefined : readProcessStat(root, pid)?.state;
	if (isStopped(state)) {
		return 'stopped';
	}

	if (await servesOn(root, pid, [path, bound], table)) {
		return 'busy';
	}

	return state === 'D' ? 'blocked' : 'silent';
};

/** Whether any process listens under the name that QEMU bound, wherever its file may be. */
const isListenedOn = ({listeners}: UnixTable, {bound}: MonitorSocket): boolean =>
	[...listeners.values()].includes(bytesOf(bound));

/** The process and the socket whose conversation failed. */
export type TroubleSubject = {
	readonly root: string;
	readonly tables: UnixTables;
	/** Undefined: not known. */
	readonly process: QemuProcess | undefined;
	/** The socket as the kernel knows it. */
	readonly socket: MonitorSocket;
};

/** Finds why a conversation ended, or why it did not begin. @throws ExhaustedError */
export const troubleOf = async (
	error: unknown,
	{root, tables, process, socket}: TroubleSubject,
): Promise<TroubleKind> => {
	if (error instanceof SocketRefusal) {
		return error.kind;
	}

	if (error instanceof ExhaustedError) {
		return 'exhausted';
	}

	if (!(error instanceof QmpFault)) {
		return 'garbled';
	}

	if (error.kind === 'absent') {
		return process && isListenedOn(await tables.now(), socket) ? 'missing' : 'absent';
	}

	return error.kind === 'silent' || error.kind === 'cancelled'
		? causeOfSilence(root, process?.pid, socket, await tables.now())
		: error.kind;
};

/** Each trouble in as few words as a column can hold. */
export const shortTrouble: Readonly<Record<TroubleKind, string>> = {
	stopped: 'its process is stopped',
	blocked: 'its process is blocked in the kernel',
	busy: 'another client holds the QMP socket',
	silent: 'it does not answer',
	garbled: 'its answer is not QMP',
	closed: 'it closed the QMP socket',
	absent: 'no process listens on its QMP socket',
	missing: 'its QMP socket cannot be found',
	denied: reasons.permissionDenied,
	exhausted: 'domtop could not ask it',
	unasked: 'it was not asked in time',
	foreign: 'the QMP socket it names is not its own',
	odd: 'the QMP socket it names is no socket',
	remote: 'its QMP socket lies where a look may hang',
	waiting: 'it waits for its first QMP client',
	libvirt: reasons.belongsToLibvirt,
	led: "another user's link leads to its QMP socket",
	unchecked: 'its QMP socket was not checked in time',
};

type Subject = {
	/** Undefined: the domain never said its name. */
	readonly name: string | undefined;
	readonly pid: number | undefined;
	/** Monotonic second of now. */
	readonly now: number;
};

/** Reports a trouble as one sentence, and one of advice. */
export const reportTrouble = (
	{kind, since, detail, path}: Trouble,
	{name, pid, now}: Subject,
): Omit<ProblemReport, 'domain'> => {
	const socket = cleanText(path, textLimits.path);
	const who = name ?? socket;
	const whose = name === undefined ? `The QMP socket ${socket}` : `The QMP socket ${socket} of ${name}`;
	const process = `The QEMU process of ${who} (pid ${pid})`;
	const texts: Readonly<Record<TroubleKind, readonly [string, string]>> = {
		stopped: [`${process} is stopped.`, `Let it go on with: kill -CONT ${pid}.`],
		blocked: [
			`${process} is blocked in the kernel.`,
			'Look at the storage of this host: dmesg may name what it waits for.',
		],
		busy: [
			`Another client holds the QMP socket of ${who}.`,
			'Let that client leave, or give the guest a second -qmp socket.',
		],
		silent: [
			`${who} ${silenceText(now - since)}.`,
			`If it stays so, look at ${pid === undefined ? socket : `its QEMU process ${pid}`}.`,
		],
		garbled: [
			`${whose} gave what is not QMP: ${detail}.`,
			'Check that it is a QMP socket (-qmp), and not a console or a human monitor.',
		],
		closed: [`${whose} was closed ${detail}.`, 'If it stays so, look at the log of QEMU.'],
		absent:
			name === undefined
				? [`No guest listens on ${socket}.`, 'Start it; it is taken up by itself.']
				: [
						`No process listens on the QMP socket ${socket} of ${name}.`,
						'QEMU has closed it, or its file was replaced: restart the guest to have it again.',
					],
		missing: [
			`${whose} cannot be found from here.`,
			'It was moved or removed, or lies where only the guest sees it: give its present path with -c qmp:<path>, or restart the guest.',
		],
		denied: [`${whose} may not be opened: permission denied.`, 'Run domtop as root.'],
		exhausted: [`${who} could not be asked: ${detail}.`, 'Raise ulimit -n; it is asked again by itself.'],
		unasked: [
			`${who} was not asked in time.`,
			'Other guests were asked first; choose a longer delay if it stays so.',
		],
		foreign: [
			`${who} names the QMP socket ${socket}, which is not its own: it is not opened.`,
			`It belongs to another user, or others could replace it. If you know what it is, open it with -c qmp://${socket}.`,
		],
		odd: [
			`${who} names the QMP socket ${socket}, which is no socket.`,
			'Look at its file; it is looked at again by itself.',
		],
		remote: [
			`${whose} lies on a network or FUSE file system, where a look may hang: it is not opened.`,
			'Give the guest a socket on a local file system, such as /run.',
		],
		waiting: [
			`${who} waits for the first client of its QMP socket ${socket}: a look would start it.`,
			'Start it with its own tool, or give it wait=off; then domtop asks it.',
		],
		libvirt: [
			`${whose} is a monitor of libvirt, which domtop never opens.`,
			'See the guest with -c qemu:///system.',
		],
		led: [
			`${whose} lies behind a link that another user can change: it is not opened.`,
			`If you know what is there, give the path that it leads to: -c qmp://${detail}.`,
		],
		unchecked: [
			`${whose} was not checked in time: it is not opened.`,
			'This host is overloaded, or the disk of the socket hangs. It is checked again by itself.',
		],
	};
	const [message, advice] = texts[kind];
	return {kind, message, advice};
};
