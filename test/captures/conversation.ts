import type {Instant} from './entry.ts';
import type {Protocol, Splitter} from './protocols/protocol.ts';
import {protocolOf} from './protocols/protocol-of.ts';

/** A step of a recording: its number in the order of the recording, and its time. */
export type Moment = Instant & {readonly number: number};

/** A message of the peer. */
export type Arrival = {readonly moment: Moment; readonly bytes: Buffer};

/** A request with all that came because of it. */
export type Exchange = {
	readonly question: string;
	/** Number of refreshes that had begun when it was asked. */
	readonly refresh: number;
	readonly answers: readonly Arrival[];
};

/** A recorded conversation over a socket. */
export type Conversation = {
	readonly path: string;
	/** Number of refreshes that had begun when it began. */
	readonly refresh: number;
	/** Undefined: no byte was exchanged. */
	readonly protocol: Protocol | undefined;
	readonly exchanges: readonly Exchange[];
	/** Messages that came unasked. */
	readonly unasked: readonly Arrival[];
	/** What else happened to the socket. */
	readonly events: readonly {
		readonly moment: Moment;
		readonly event: 'opened' | 'ended' | {readonly code: string};
	}[];
};

/** Messages of one step follow one another. */
const messageShare = 1e-6;

type Open = {
	readonly id: string | undefined;
	readonly question: string;
	readonly refresh: number;
	readonly answers: Arrival[];
	isAnswered: boolean;
};

/** Puts a conversation together from the lines of a recording. */
export type ConversationBuilder = {
	readonly sent: (bytes: Buffer, refresh: number) => void;
	readonly received: (bytes: Buffer, moment: Moment) => void;
	readonly happened: (event: Conversation['events'][number]) => void;
	readonly conversation: () => Conversation;
};

export const createConversation = (path: string, refresh: number): ConversationBuilder => {
	let protocol: Protocol | undefined;
	let split: {readonly sent: Splitter; readonly received: Splitter} | undefined;
	const exchanges: Open[] = [];
	const unasked: Arrival[] = [];
	const events: Conversation['events'][number][] = [];

	const begin = (bytes: Buffer) => {
		protocol ??= protocolOf(bytes);
		split ??= {sent: protocol.split(), received: protocol.split()};
		return {protocol, split};
	};

	/** The request that this message answers, or that caused it. */
	const requestOf = (of: Protocol, message: Buffer): Open | undefined => {
		const id = of.id(message, 'reply');
		if (id !== undefined) {
			return exchanges.find((one) => !one.isAnswered && one.id === id);
		}

		const cause = of.cause?.(message);
		return cause === undefined
			? undefined
			: exchanges.findLast((one) => one.question === cause && one.isAnswered && one.answers.length === 1);
	};

	return {
		sent: (bytes, during) => {
			const {protocol: of, split: by} = begin(bytes);
			for (const request of by.sent(bytes)) {
				exchanges.push({
					id: of.id(request, 'request'),
					question: of.question(request),
					refresh: during,
					answers: [],
					isAnswered: !of.wantsAnswer(request),
				});
			}
		},
		received: (bytes, moment) => {
			const {protocol: of, split: by} = begin(bytes);
			for (const [index, message] of by.received(bytes).entries()) {
				const request = requestOf(of, message);
				const number = moment.number + index * messageShare;
				(request?.answers ?? unasked).push({moment: {...moment, number}, bytes: message});
				if (request) {
					request.isAnswered = true;
				}
			}
		},
		happened: (event) => void events.push(event),
		conversation: () => ({path, refresh, protocol, exchanges, unasked, events}),
	};
};
