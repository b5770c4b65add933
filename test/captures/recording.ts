import {
	type Conversation,
	type ConversationBuilder,
	createConversation,
	type Moment,
} from './conversation.ts';
import {
	type Answer,
	type ChildStream,
	type Deed,
	type Entry,
	fromBytes,
	type Header,
	type Step,
} from './entry.ts';
import type {RecordedLines} from './recording-file.ts';
import type {Refreshed} from './session.ts';
import type {Act} from './stage.ts';

/** What a child did. */
export type ChildEvent = {
	readonly moment: Moment;
	readonly event:
		| {readonly stream: ChildStream; readonly bytes: Buffer | undefined}
		| {readonly status: number | null; readonly signal: string | null}
		| {readonly code: string}
		| 'left';
};

/** What was written to a child at once, and what the child did then until more was written. */
export type ChildExchange = {
	readonly question: string;
	readonly refresh: number;
	readonly events: readonly ChildEvent[];
};

export type RecordedChild = {
	readonly command: string;
	readonly pid: number | undefined;
	/** Number of refreshes that had begun when it was started. */
	readonly refresh: number;
	/** The first has the empty question: what the child does by itself. */
	readonly exchanges: readonly ChildExchange[];
};

export type RecordedAnswer = {
	/** Number of the step from which on it is true. */
	readonly from: number;
	/** Number of refreshes that had begun then. */
	readonly refresh: number;
	readonly answer: Answer;
};

/** A recording, in the order in which a replay asks for it. */
export type Recording = {
	readonly header: Header;
	readonly acts: readonly {readonly act: Act; readonly moment: Moment}[];
	readonly sleeps: readonly {readonly since: number; readonly seconds: number; readonly moment: Moment}[];
	readonly conversations: readonly Conversation[];
	readonly children: readonly RecordedChild[];
	/** Answers to each question, in their order. */
	readonly answers: ReadonlyMap<string, readonly RecordedAnswer[]>;
	/** What the refreshes gave. */
	readonly refreshes: readonly Refreshed[];
};

type OpenChild = Omit<RecordedChild, 'exchanges'> & {
	readonly exchanges: (Omit<ChildExchange, 'events'> & {readonly events: ChildEvent[]})[];
};

export const readRecording = ({header, entries}: RecordedLines): Recording => {
	const acts: {readonly act: Act; readonly moment: Moment}[] = [];
	const sleeps: {readonly since: number; readonly seconds: number; readonly moment: Moment}[] = [];
	const sockets: ConversationBuilder[] = [];
	const children: OpenChild[] = [];
	const answers = new Map<string, RecordedAnswer[]>();
	const refreshes: Refreshed[] = [];
	let number = 0;
	let refresh = 0;

	const ofChild = (child: number, moment: Moment, event: ChildEvent['event']): void => {
		children[child]?.exchanges.at(-1)?.events.push({moment, event});
	};

	/** @param answer undefined: the last answer again. */
	const takeAnswer = (question: string, answer?: Answer): void => {
		const known = answers.get(question) ?? [];
		const present = answer ?? known.at(-1)?.answer;
		if (present) {
			known.push({from: number, refresh, answer: present});
			answers.set(question, known);
		}
	};

	const takeStep = (step: Step): void => {
		number += 1;
		const moment = {number, at: step.at, wall: step.wall};
		switch (step.step) {
			case 'connect':
			case 'sample':
			case 'close': {
				refresh += step.step === 'sample' ? 1 : 0;
				acts.push({act: step.step, moment});
				return;
			}

			case 'slept': {
				sleeps.push({since: step.since, seconds: step.seconds, moment});
				return;
			}

			case 'received': {
				sockets[step.socket]?.received(fromBytes(step.bytes), moment);
				return;
			}

			case 'opened':
			case 'ended': {
				sockets[step.socket]?.happened({moment, event: step.step});
				return;
			}

			case 'failed': {
				sockets[step.socket]?.happened({moment, event: {code: step.code}});
				return;
			}

			case 'printed': {
				ofChild(step.child, moment, {stream: step.stream, bytes: fromBytes(step.bytes)});
				return;
			}

			case 'closed': {
				ofChild(step.child, moment, {stream: step.stream, bytes: undefined});
				return;
			}

			case 'exited': {
				ofChild(step.child, moment, {status: step.status, signal: step.signal});
				return;
			}

			case 'unstarted': {
				ofChild(step.child, moment, {code: step.code});
				return;
			}

			case 'left': {
				ofChild(step.child, moment, 'left');
			}
		}
	};

	const takeDeed = (deed: Deed): void => {
		switch (deed.did) {
			case 'dial': {
				sockets[deed.socket] = createConversation(deed.path, refresh);
				return;
			}

			case 'send': {
				sockets[deed.socket]?.sent(fromBytes(deed.bytes), refresh);
				return;
			}

			case 'spawn': {
				const {command, pid} = deed;
				children[deed.child] = {
					command,
					pid,
					refresh,
					exchanges: [{question: '', refresh, events: []}],
				};
				return;
			}

			case 'write': {
				const question = fromBytes(deed.bytes).toString('utf8');
				children[deed.child]?.exchanges.push({question, refresh, events: []});
				return;
			}

			case 'read': {
				takeAnswer(deed.question, deed.answer);
				return;
			}

			case 'reread': {
				takeAnswer(deed.question);
				return;
			}

			case 'sample': {
				refreshes.push({sample: deed.sample, report: deed.report});
			}
		}
	};

	const take = (entry: Entry): void => ('step' in entry ? takeStep(entry) : takeDeed(entry));
	entries.forEach(take);
	return {
		header,
		acts,
		sleeps,
		conversations: sockets.map((one) => one.conversation()),
		children,
		answers,
		refreshes,
	};
};
