import type {Clock} from '../../source/clock.ts';
import type {Disk, DomainState} from '../../source/sample.ts';
import {answered} from '../qmp/answered.ts';
import {type BlockEntry, parseBlockCounters} from '../qmp/block-counters.ts';
import {type BlockSources, blockKey, parseBlockSources} from '../qmp/block-sources.ts';
import {asCount, asRecord, countOf} from '../qmp/json-value.ts';
import type {QmpClient, QmpReply} from '../qmp/qmp-client.ts';
import {QmpRefusal} from '../qmp/qmp-refusal.ts';
import {refusalWords} from '../qmp/refusal-words.ts';
import {askBalloon, type BalloonAnswer, type BalloonKnowledge} from './ask-balloon.ts';
import {guestDisks} from './guest-disks.ts';
import {localAt} from './local-at.ts';
import type {LocalReading} from './local-reading.ts';
import {parseRunState} from './run-state.ts';
import {unknownProcess} from './unknown-process.ts';
import {parseVcpuThreads, type VcpuThread} from './vcpu-threads.ts';

/** What is remembered of a guest for one incarnation, so that a refresh asks no more than it must. */
export type GuestKnowledge = {
	readonly balloon: BalloonKnowledge;
	threads?: {readonly list: readonly VcpuThread[]; readonly count: number; readonly at: number} | undefined;
	/** Base and plugged memory, KiB. */
	memoryKiB?: number | undefined;
	/** What was behind which disks, and for which nodes that was true. */
	sources?: {readonly nodes: string; readonly sources: BlockSources} | undefined;
};

export type GuestAnswers = {
	/** Monotonic second of the counters, and the wall clock then, milliseconds. */
	readonly at: number;
	readonly wall: number;
	readonly state: DomainState;
	readonly local: LocalReading | undefined;
	/** Why the processors, asked for, are unknown. */
	readonly vcpusReason?: string | undefined;
	readonly disks?: readonly Disk[] | undefined;
	/** How many it tells of, those that are over what is taken too. */
	readonly diskCount?: number | undefined;
	/** QEMU's words where it would not say. */
	readonly disksReason?: string | undefined;
	readonly balloon: BalloonAnswer;
};

export type GuestQuestion = {
	readonly clock: Clock;
	readonly vcpus: boolean;
	/** The balloon period to set at first sight, seconds; asked only then, as this program must be sure of whom it asks. */
	readonly balloonPeriod: () => Promise<number | undefined>;
	/** Reads /proc now; absent: the process is not known. */
	readonly readLocal: ((threads: readonly VcpuThread[] | undefined) => LocalReading) | undefined;
};

/** Seconds after which processors and memory may have been plugged in. */
const lifetime = 10;

/** Processors of a guest that are read before and after its counters; of more the later reading alone counts, as each takes 20 µs. */
const mostTwice = 512;

const askThreads = async (client: QmpClient, knowledge: GuestKnowledge, clock: Clock): Promise<void> => {
	const [threads, memory] = await Promise.all([
		answered(client.execute('query-cpus-fast')),
		answered(client.execute('query-memory-size-summary')),
	]);
	const list = threads instanceof QmpRefusal ? [] : parseVcpuThreads(threads.value);
	const count = threads instanceof QmpRefusal ? 0 : countOf(threads.value);
	knowledge.threads = {list, count, at: clock.monotonic()};
	if (!(memory instanceof QmpRefusal)) {
		const sizes = asRecord(memory.value, 'query-memory-size-summary');
		const base = asCount(sizes['base-memory'], 'base-memory');
		const plugged = asCount(sizes['plugged-memory'], 'plugged-memory') ?? 0;
		knowledge.memoryKiB = base === undefined ? undefined : (base + plugged) / 1024;
	}
};

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

/**
When the counters were true: QEMU read them somewhere between our sending and our receiving, so the middle is wrong by
half of that at most, whether QEMU or this program was late.
*/
const timeOf = (answer: QmpReply | QmpRefusal, clock: Clock): number =>
	answer instanceof QmpRefusal ? clock.monotonic() : (answer.sentAt + answer.receivedAt) / 2;

/** One round of questions, several in flight, the counters first. @throws QmpFault */
export const askGuest = async (
	client: QmpClient,
	knowledge: GuestKnowledge,
	{clock, vcpus, balloonPeriod, readLocal}: GuestQuestion,
): Promise<GuestAnswers> => {
	const read = (limit = Number.POSITIVE_INFINITY) => {
		const threads = vcpus ? knowledge.threads?.list : undefined;
		return readLocal?.(threads && threads.length <= limit ? threads : undefined);
	};

	if (!knowledge.threads) {
		await askThreads(client, knowledge, clock);
	}

	const threadsDue = clock.monotonic() - (knowledge.threads?.at ?? 0) > lifetime;
	const before = {at: clock.monotonic(), local: read(mostTwice)};
	const [counted, state, balloon] = await Promise.all([
		answered(client.execute('query-blockstats')).then((answer) => {
			const at = timeOf(answer, clock);
			return {answer, at, local: localAt(at, before, {at: clock.monotonic(), local: read()})};
		}),
		answered(client.execute('query-status')),
		askBalloon(client, knowledge.balloon, balloonPeriod),
		threadsDue ? askThreads(client, knowledge, clock) : undefined,
	]);
	const {answer, at, local} = counted;
	const base = {
		at,
		wall: clock.wall() - (clock.monotonic() - at) * 1000,
		state: state instanceof QmpRefusal ? ('unknown' as const) : parseRunState(state.value),
		local,
		vcpusReason:
			vcpus && !local?.vcpus ? (local ? 'QEMU does not tell its threads' : unknownProcess) : undefined,
		balloon,
	};
	if (answer instanceof QmpRefusal) {
		return {...base, disksReason: refusalWords(answer)};
	}

	const entries = parseBlockCounters(answer.value);
	return {
		...base,
		disks: guestDisks(entries, await askSources(client, knowledge, entries)),
		diskCount: countOf(answer.value),
	};
};
