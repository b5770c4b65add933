import {cleanText} from '../../source/clean-text.ts';
import type {ProblemReport} from '../../source/sample.ts';
import {readProcessStat} from '../linux/process-stat.ts';
import {readUnixListeners} from '../linux/unix-listeners.ts';
import {countUnixSocketClients} from '../linux/unix-socket-clients.ts';
import type {MonitorSocket} from './monitor-sockets.ts';

/**
Why a guest does not answer. `stopped`, `blocked`, `busy` and `silent` are all silence, told apart by what the kernel
says of its process and its socket; `missing` is a socket that is listened on, but cannot be found where it should be.
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
	| 'denied';

export type Trouble = {
	readonly kind: TroubleKind;
	/** Monotonic second of the first question without an answer. */
	readonly since: number;
	/** What was wrong, in a few words; for `garbled` and `closed`. */
	readonly detail: string;
	/** The socket it was asked over. */
	readonly path: string;
};

/** Stopped by a signal, or held by a debugger at this moment. */
export const isStopped = (state: string | undefined): boolean => state === 'T' || state === 't';

export const isBusy = (root: string, {path, bound}: MonitorSocket): boolean =>
	(countUnixSocketClients(root, [...new Set([path, bound])]) ?? 0) > 0;

/** To be asked after our own connection was closed, so that it is not taken for another's. */
export const causeOfSilence = (root: string, pid: number | undefined, socket: MonitorSocket): TroubleKind => {
	const state = pid === undefined ? undefined : readProcessStat(root, pid)?.state;
	if (isStopped(state)) {
		return 'stopped';
	}

	if (isBusy(root, socket)) {
		return 'busy';
	}

	return state === 'D' ? 'blocked' : 'silent';
};

/** Does anybody listen under the name that QEMU bound, wherever its file may be? */
export const isListenedOn = (root: string, {bound}: MonitorSocket): boolean =>
	[...readUnixListeners(root).values()].includes(bound);

/** What a column can hold of it. */
export const shortTrouble: Readonly<Record<TroubleKind, string>> = {
	stopped: 'its process is stopped',
	blocked: 'its process is blocked in the kernel',
	busy: 'another client holds the QMP socket',
	silent: 'it does not answer',
	garbled: 'its answer is not QMP',
	closed: 'it closed the QMP socket',
	absent: 'nobody listens on its QMP socket',
	missing: 'its QMP socket cannot be found',
	denied: 'permission denied',
};

type Subject = {
	/** Absent: it never said who it is. */
	readonly name: string | undefined;
	readonly pid: number | undefined;
	/** Monotonic second of now. */
	readonly now: number;
};

const secondsSince = (since: number, now: number): string => {
	const seconds = Math.max(0, now - since);
	return seconds < 10 ? seconds.toFixed(1) : seconds.toFixed(0);
};

/** As one sentence, and one of advice. */
export const reportTrouble = (
	{kind, since, detail, path}: Trouble,
	{name, pid, now}: Subject,
): Omit<ProblemReport, 'domain'> => {
	const socket = cleanText(path);
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
			`${who} has not answered for ${secondsSince(since, now)} s.`,
			`It is asked again by itself; if it stays so, look at ${pid === undefined ? socket : `its QEMU process ${pid}`}.`,
		],
		garbled: [
			`${whose} gave what is not QMP: ${detail}.`,
			'Check that it is a QMP socket (-qmp), and not a console or a human monitor.',
		],
		closed: [
			`${whose} was closed ${detail}.`,
			'It is asked again by itself; if it stays so, look at the log of QEMU.',
		],
		absent:
			name === undefined
				? [`No guest listens on ${socket}.`, 'Start it; it is taken up by itself.']
				: [
						`Nobody listens on the QMP socket ${socket} of ${name}.`,
						'QEMU has closed it, or its file was replaced: restart the guest to have it again.',
					],
		missing: [
			`${whose} cannot be found from here.`,
			'It was moved or removed, or lies where only the guest sees it: give its present path with -c qmp:<path>, or restart the guest.',
		],
		denied: [`${whose} may not be opened: permission denied.`, 'Run domtop as root.'],
	};
	const [message, advice] = texts[kind];
	return {kind, message, advice};
};
