import type {Clock} from '../../source/async/clock.ts';
import {stateReport} from '../../source/driver/state-report.ts';
import type {ProblemReport} from '../../source/model/sample.ts';
import type {GuestKnowledge} from './ask-guest.ts';
import {faceOfProcess, type GuestFace, type GuestReading, readingFromProcess} from './mapping/domain.ts';
import {reasons} from './mapping/reasons.ts';
import type {MonitorAddress} from './monitor-address.ts';
import type {ProcReader} from './proc-reading.ts';
import type {QemuProcess} from './qemu-process.ts';
import {reportTrouble, shortTrouble, type Trouble, type TroubleKind} from './trouble.ts';

/** What is to be shown of a domain, and its key; empty where the domain has no row. */
export type KeyedStatus = DomainStatus & {readonly key: string};

/** A problem of one domain; the connection adds the key of the domain's row. */
export type GuestReport = Omit<ProblemReport, 'domain'>;

/** What is to be shown of a domain now. */
export type DomainStatus = {
	/** Undefined: nothing is known of the domain yet. */
	readonly reading?: GuestReading | undefined;
	readonly reports: readonly GuestReport[];
	/** What this program may not read. */
	readonly hidden: readonly ('disks' | 'NICs' | 'balloon')[];
	/** Why there is no QMP socket for its disks and balloon. Undefined: there is one, or we may not look. */
	readonly noMonitor?: string | undefined;
};

/** All that is known of a domain. */
export type GuestState = {
	readonly process: QemuProcess | undefined;
	readonly local: ProcReader | undefined;
	readonly face: GuestFace | undefined;
	readonly knowledge: GuestKnowledge;
	/** The last reading that QEMU gave. Undefined: none yet. */
	readonly last: GuestReading | undefined;
	readonly nicsHidden: boolean;
	readonly trouble: Trouble | undefined;
};

const fromProcess = (
	{process, face, local, knowledge}: GuestState,
	{clock, readOnly}: StatusOptions,
	reason: string,
): {readonly reading?: GuestReading; readonly nicsHidden: boolean} => {
	if (!process || !local) {
		return {nicsHidden: false};
	}

	const known = knowledge.hardware?.threads ?? [];
	const now = local.read(known.length > 0 ? known : 'named');
	return {
		reading: readingFromProcess(face ?? faceOfProcess(process), now, clock.monotonic(), {
			reason,
			readOnly,
		}),
		nicsHidden: now.nicsHidden,
	};
};

/** Troubles with a socket that is out of reach for good: nothing that QEMU reported over the socket stays. */
const lasting = new Set<TroubleKind>([
	'absent',
	'missing',
	'denied',
	'foreign',
	'odd',
	'remote',
	'libvirt',
	'led',
]);

/** Whether the last reading stays, with its age, while QEMU does not answer. */
const stays = (trouble: Trouble | undefined): boolean => trouble === undefined || !lasting.has(trouble.kind);

const stateAdvice = {resume: 'cont on its QMP socket', causeHint: 'see its console and the log of QEMU'};

const reportsOf = (
	{process, face, knowledge, last, trouble}: GuestState,
	{isOptional}: MonitorAddress,
	now: number,
): readonly GuestReport[] => {
	const name = face?.name;
	const reports: GuestReport[] = [];
	if (trouble && trouble.kind !== 'denied' && (face || !isOptional)) {
		reports.push(reportTrouble(trouble, {name, pid: process?.pid, now}));
	}

	if (!trouble && last?.disksReason !== undefined) {
		reports.push({
			kind: 'refused',
			message: `QEMU does not report the disks of ${name}: ${last.disksReason}.`,
			advice: 'Look whether this QEMU is older than its command query-blockstats.',
		});
	}

	const stateTrouble = last && stays(trouble) ? stateReport(last, stateAdvice) : undefined;
	if (stateTrouble) {
		reports.push(stateTrouble);
	}

	if (knowledge.balloon.periodRefusal !== undefined) {
		reports.push({
			kind: 'period',
			message: `The balloon statistics period of ${name} was not set: ${knowledge.balloon.periodRefusal}.`,
			advice: 'Try another period with the key p.',
		});
	}

	return reports;
};

/** How a status is made: its time, and whether periods may be set. */
export type StatusOptions = {
	readonly clock: Clock;
	readonly readOnly: boolean;
};

/**
What is to be shown of a domain now: the last reading of QEMU while it counts, else what /proc shows; with its reports.
@param address of the domain's QMP monitor, or why there is none
*/
export const domainStatus = (
	state: GuestState,
	address: MonitorAddress,
	viewing: StatusOptions,
): DomainStatus => {
	const {last, trouble} = state;
	const now = viewing.clock.monotonic();
	const reason = trouble
		? shortTrouble[trouble.kind]
		: address.sockets.length > 0
			? reasons.notAskedYet
			: address.reason;
	const {reading, nicsHidden} =
		last && stays(trouble)
			? {reading: last, nicsHidden: state.nicsHidden}
			: fromProcess(state, viewing, reason);
	const seconds = trouble?.kind === 'busy' ? now - trouble.since : undefined;
	return {
		reading:
			reading && seconds !== undefined ? {...reading, busy: {reason: shortTrouble.busy, seconds}} : reading,
		reports: reportsOf(state, address, now),
		hidden: [
			...(reason === reasons.permissionDenied ? (['disks', 'balloon'] as const) : []),
			...(nicsHidden ? (['NICs'] as const) : []),
		],
		noMonitor:
			address.sockets.length === 0 && address.reason !== reasons.permissionDenied
				? address.reason
				: undefined,
	};
};
