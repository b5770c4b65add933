import type {Clock} from '../../source/async/clock.ts';
import {diskFault, type FailedDisk} from '../../source/driver/disk-fault.ts';
import type {Disk, StateTold} from '../../source/model/sample.ts';
import {type BlockEntry, parseBlockCounters} from '../qmp/block-counters.ts';
import {type BlockError, parseBlockErrors} from '../qmp/block-errors.ts';
import {type BlockSources, blockKey, parseBlockSources} from '../qmp/block-sources.ts';
import {countOf} from '../qmp/json-value.ts';
import type {QmpClient, QmpReply} from '../qmp/qmp-client.ts';
import {answered} from '../qmp/qmp-client.ts';
import {QmpRefusal, refusalWords} from '../qmp/qmp-refusal.ts';
import {askBalloon, type BalloonAnswer, type BalloonKnowledge, type BalloonQuestion} from './ask-balloon.ts';
import type {Hardware} from './ask-hardware.ts';
import {interpolate} from './interpolate.ts';
import {failedDisks, guestDisks} from './mapping/disks.ts';
import {askMemorySizes} from './mapping/memory.ts';
import type {VcpuThread} from './mapping/vcpus.ts';
import type {ProcReading} from './proc-reading.ts';
import {parseRunState} from './run-state.ts';
import {unknownProcess} from './unknown-process.ts';

/** What is remembered of a guest for one incarnation, so that a refresh asks no more than it must. */
export type GuestKnowledge = {
	readonly balloon: BalloonKnowledge;
	/** Absent: not asked yet. */
	hardware?: Hardware | undefined;
	/** What was behind which disks, and for which nodes that was true. */
	sources?: {readonly nodes: string; readonly sources: BlockSources} | undefined;
};

/** Of a guest that was not asked yet. */
export const freshKnowledge = (): GuestKnowledge => ({balloon: {periodSeen: false}});

export type GuestAnswers = {
	/** Monotonic second of the counters, and the wall clock then, milliseconds. */
	readonly at: number;
	readonly wall: number;
	readonly told: StateTold;
	readonly local: ProcReading | undefined;
	/** Why the processors, asked for, are unknown. */
	readonly vcpusReason?: string | undefined;
	readonly disks?: readonly Disk[] | undefined;
	/** How many it tells of, those that are over what is taken too. */
	readonly diskCount?: number | undefined;
	/** QEMU's words where it would not say. */
	readonly disksReason?: string | undefined;
	readonly balloon: BalloonAnswer;
};

export type GuestQuestion = BalloonQuestion & {
	readonly vcpus: boolean;
	/** Reads /proc now; absent: the process is not known. */
	readonly readLocal: ((threads: readonly VcpuThread[] | undefined) => ProcReading) | undefined;
};

/** Processors of a guest that are read before and after its counters; of more the later reading alone counts, as each takes 20 µs. */
const mostTwice = 512;

/** query-block is long and changes only with the nodes: it is asked again when those do. */
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

/** Which disk stopped the guest: query-block is asked only of one that an I/O error did stop. */
const askFault = async (
	client: QmpClient,
	told: StateTold,
	disksOf: (errors: ReadonlyMap<string, BlockError>) => readonly FailedDisk[],
): Promise<StateTold> => {
	if (told.stateFault !== 'I/O error') {
		return told;
	}

	const answer = await answered(client.execute('query-block'));
	return diskFault(answer instanceof QmpRefusal ? [] : disksOf(parseBlockErrors(answer.value)));
};

/**
When the counters were true: QEMU read them somewhere between our sending and our receiving, so the middle is wrong by
half of that at most, whether QEMU or this program was late.
*/
const timeOf = (answer: QmpReply | QmpRefusal, clock: Clock): number =>
	answer instanceof QmpRefusal ? clock.monotonic() : (answer.sentAt + answer.receivedAt) / 2;

/** Memory that was plugged in or out shows in the balloon's size at once: then the other sizes are asked again too. */
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
	// Once may be memory that was plugged in between two answers.
	balloon.hasMoved ||= isLow && balloon.isLow === true;
	balloon.isLow = isLow;
	return isLow || balloon.hasMoved ? {...answer, hasMoved: true} : answer;
};

/** One round of questions, several in flight, the counters first. @throws QmpFault */
export const askGuest = async (
	client: QmpClient,
	knowledge: GuestKnowledge,
	question: GuestQuestion,
): Promise<GuestAnswers> => {
	const {clock, vcpus, readLocal} = question;
	const read = (limit = Number.POSITIVE_INFINITY) => {
		const threads = vcpus ? knowledge.hardware?.threads : undefined;
		return readLocal?.(threads && threads.length <= limit ? threads : undefined);
	};

	const before = {at: clock.monotonic(), local: read(mostTwice)};
	const [counted, state, balloon] = await Promise.all([
		answered(client.execute('query-blockstats')).then((answer) => {
			const at = timeOf(answer, clock);
			return {answer, at, local: interpolate(at, before, {at: clock.monotonic(), local: read()})};
		}),
		answered(client.execute('query-status')),
		askBalloonAndSizes(client, knowledge, question),
	]);
	const {answer, at, local} = counted;
	const base = {
		at,
		wall: clock.wall() - (clock.monotonic() - at) * 1000,
		told: state instanceof QmpRefusal ? ({state: 'unknown'} as const) : parseRunState(state.value),
		local,
		vcpusReason:
			vcpus && !local?.vcpus ? (local ? 'QEMU does not tell its threads' : unknownProcess) : undefined,
		balloon,
	};
	if (answer instanceof QmpRefusal) {
		return {...base, disksReason: refusalWords(answer)};
	}

	const entries = parseBlockCounters(answer.value);
	const sources = await askSources(client, knowledge, entries);
	return {
		...base,
		told: await askFault(client, base.told, (errors) => failedDisks(entries, sources, errors)),
		disks: guestDisks(entries, sources, knowledge.hardware?.devices),
		diskCount: countOf(answer.value),
	};
};
