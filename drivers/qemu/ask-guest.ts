import type {Clock} from '../../source/async/clock.ts';
import {diskFault, type FailedDisk} from '../../source/driver/disk-fault.ts';
import type {Disk, StateTold} from '../../source/model/sample.ts';
import {type BlockEntry, parseBlockCounters} from '../qmp/block-counters.ts';
import {type BlockError, parseBlockErrors} from '../qmp/block-errors.ts';
import {type BlockSources, blockKey, parseBlockSources} from '../qmp/block-sources.ts';
import {countOf} from '../qmp/json-value.ts';
import type {QmpClient, QmpReply} from '../qmp/qmp-client.ts';
import {answered} from '../qmp/qmp-client.ts';
import {QmpRefusal, refusalText} from '../qmp/qmp-refusal.ts';
import {askBalloon, type BalloonAnswer, type BalloonKnowledge, type BalloonQuestion} from './ask-balloon.ts';
import type {Hardware} from './ask-hardware.ts';
import {interpolate} from './interpolate.ts';
import {failedDisks, guestDisks} from './mapping/disks.ts';
import {askMemorySizes} from './mapping/memory.ts';
import {reasons} from './mapping/reasons.ts';
import type {ProcReader, ProcReading} from './proc-reading.ts';
import {parseRunState} from './run-state.ts';

/** What is remembered of a domain during one incarnation, so that a refresh asks no more than it must. */
export type GuestKnowledge = {
	readonly balloon: BalloonKnowledge;
	/** Undefined: not asked yet. */
	hardware?: Hardware | undefined;
	/** The source of each disk, and the block nodes for which these sources are true. Undefined: not asked yet. */
	sources?: {readonly nodes: string; readonly sources: BlockSources} | undefined;
};

/** What is known of a domain that was not asked yet. */
export const freshKnowledge = (): GuestKnowledge => ({balloon: {periodSeen: false}});

/** What one refresh learns of a domain from QEMU and the kernel. */
export type GuestAnswers = {
	/** Monotonic second at which the counters were true. */
	readonly at: number;
	/** The wall clock at that moment, milliseconds. */
	readonly wall: number;
	readonly state: StateTold;
	/** Undefined: the process is not known. */
	readonly local: ProcReading | undefined;
	/** Why the processors are unknown. Undefined: they are known. */
	readonly vcpusReason?: string | undefined;
	/** Undefined: `disksReason` says why. */
	readonly disks?: readonly Disk[] | undefined;
	/** Number of disks that QEMU reports, including disks over the limit of what is taken. */
	readonly diskCount?: number | undefined;
	/** QEMU's message where QEMU refused to report the disks. Undefined: QEMU reported them. */
	readonly disksReason?: string | undefined;
	readonly balloon: BalloonAnswer;
};

/** What one refresh asks of a domain. */
export type GuestQuestion = BalloonQuestion & {
	/** Reads /proc. Undefined: the process is not known. */
	readonly local: Pick<ProcReader, 'read' | 'readCounters'> | undefined;
};

/**
Up to this number, a domain's processors are read before and after its counters. With more processors only the later
reading counts, as each processor takes 20 µs.
*/
const mostTwice = 512;

/** The reply to query-block is long and changes only with the nodes: it is asked again when the nodes change. */
const askSources = async (
	client: QmpClient,
	knowledge: GuestKnowledge,
	entries: readonly BlockEntry[],
): Promise<BlockSources> => {
	const nodes = entries.map((entry) => `${blockKey(entry)}|${entry.node}`).join('\n');
	if (knowledge.sources?.nodes !== nodes) {
		const answer = await answered(client.execute('query-block'));
		const sources = answer instanceof QmpRefusal ? new Map() : parseBlockSources(answer.value);
		knowledge.sources = {nodes, sources};
	}

	return knowledge.sources?.sources ?? new Map();
};

/** Finds the disk that stopped the domain. query-block is asked only where an I/O error stopped it. */
const askFault = async (
	client: QmpClient,
	state: StateTold,
	disksOf: (errors: ReadonlyMap<string, BlockError>) => readonly FailedDisk[],
): Promise<StateTold> => {
	if (state.stateFault !== 'I/O error') {
		return state;
	}

	const answer = await answered(client.execute('query-block'));
	return diskFault(answer instanceof QmpRefusal ? [] : disksOf(parseBlockErrors(answer.value)));
};

/**
Monotonic second at which the counters were true. QEMU read the counters somewhere between our sending and our
receiving. So the middle is wrong by half of that time at most, whether QEMU or this program was late.
*/
const timeOf = (answer: QmpReply | QmpRefusal, clock: Clock): number =>
	answer instanceof QmpRefusal ? clock.monotonic() : (answer.sentAt + answer.receivedAt) / 2;

/** Memory that was plugged in or out changes the balloon's size at once. Then the other sizes are asked again too. */
const askBalloonAndSizes = async (
	client: QmpClient,
	knowledge: GuestKnowledge,
	question: BalloonQuestion,
): Promise<BalloonAnswer> => {
	const {balloon} = knowledge;
	const before = balloon.sizeKiB;
	const answer = await askBalloon(client, balloon, question);
	balloon.sizeKiB = answer.currentKiB;
	if (knowledge.hardware && before !== undefined && before !== balloon.sizeKiB) {
		const {hardware} = knowledge;
		knowledge.hardware = {...hardware, memory: await askMemorySizes(client, hardware.devices)};
	}

	const {currentKiB} = answer;
	const fixedKiB = knowledge.hardware?.memory?.fixedKiB;
	const isLow = currentKiB !== undefined && fixedKiB !== undefined && currentKiB < fixedKiB;
	// A size that is low only once may come from memory that was plugged in between two answers.
	balloon.hasMoved ||= isLow && balloon.isLow === true;
	balloon.isLow = isLow;
	return isLow || balloon.hasMoved ? {...answer, hasMoved: true} : answer;
};

/** Asks one round of questions, several in flight, the counters first. @throws QmpFault */
export const askGuest = async (
	client: QmpClient,
	knowledge: GuestKnowledge,
	question: GuestQuestion,
): Promise<GuestAnswers> => {
	const {clock, local: reader} = question;
	const threads = knowledge.hardware?.threads;
	const isManyThreads = threads !== undefined && threads.length > mostTwice;
	const before = {
		at: clock.monotonic(),
		local: reader?.readCounters(isManyThreads ? undefined : threads),
	};
	const [counted, status, balloon] = await Promise.all([
		answered(client.execute('query-blockstats')).then((answer) => {
			const at = timeOf(answer, clock);
			return {
				answer,
				at,
				local: interpolate(at, before, {at: clock.monotonic(), local: reader?.read(threads)}),
			};
		}),
		answered(client.execute('query-status')),
		askBalloonAndSizes(client, knowledge, question),
	]);
	const {answer, at, local} = counted;
	const base = {
		at,
		wall: clock.wall() - (clock.monotonic() - at) * 1000,
		state: status instanceof QmpRefusal ? ({state: 'unknown'} as const) : parseRunState(status.value),
		local,
		vcpusReason: local?.vcpus ? undefined : local ? reasons.noThreads : reasons.unknownProcess,
		balloon,
	};
	if (answer instanceof QmpRefusal) {
		return {...base, disksReason: refusalText(answer)};
	}

	const entries = parseBlockCounters(answer.value);
	const sources = await askSources(client, knowledge, entries);
	return {
		...base,
		state: await askFault(client, base.state, (errors) => failedDisks(entries, sources, errors)),
		disks: guestDisks(entries, sources, knowledge.hardware?.devices),
		diskCount: countOf(answer.value),
	};
};
