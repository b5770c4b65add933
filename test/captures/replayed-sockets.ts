import type {Conversation, Exchange} from './conversation.ts';
import type {Protocol, Splitter} from './protocols/protocol.ts';
import {protocolOf} from './protocols/protocol-of.ts';
import type {Recording} from './recording.ts';
import type {Replay} from './replayer.ts';
import type {Stage} from './stage.ts';
import {StagedSocket} from './staged-socket.ts';

/** Words of the error that answers a request that is not in the recording. */
const notRecorded = 'not in the recording';

/** What is written to a socket that was never written to in the recording. */
const unknownTo = (path: string, bytes: Buffer): string => `${protocolOf(bytes).name} to ${path}`;

/**
Sockets whose peers say what they said in the recording. A request is known again by what it asks of a path in a refresh,
whatever the order of requests; its answer comes at its recorded time, or at once where that has passed.
*/
export const replayedDial = (
	{conversations}: Pick<Recording, 'conversations'>,
	{add, refresh, miss}: Replay,
): Stage['dial'] => {
	const begun = new Set<Conversation>();
	const asked = new Set<Exchange>();

	const exchangeOf = (own: Conversation, question: string): Exchange | undefined => {
		const all = [own, ...conversations.filter((one) => one !== own && one.path === own.path)];
		return all
			.flatMap(({exchanges}) => exchanges)
			.find((one) => one.question === question && one.refresh === refresh() && !asked.has(one));
	};

	const answer = (socket: StagedSocket, own: Conversation, protocol: Protocol, request: Buffer): void => {
		const isWanted = () => !socket.destroyed;
		const question = protocol.question(request);
		const exchange = exchangeOf(own, question);
		if (!exchange) {
			miss(`${protocol.name} ${question} to ${own.path}`);
			if (protocol.wantsAnswer(request)) {
				const deliver = () => socket.receive(protocol.refusal(request, notRecorded));
				add({moment: undefined, deliver, isWanted});
			}

			return;
		}

		asked.add(exchange);
		for (const {moment, bytes} of exchange.answers) {
			add({moment, deliver: () => socket.receive(protocol.inAnswerTo(request, bytes)), isWanted});
		}
	};

	const start = (socket: StagedSocket, {events, unasked}: Conversation): void => {
		const isWanted = () => !socket.destroyed;
		for (const {moment, event} of events) {
			const deliver = () => {
				if (event === 'opened') {
					socket.open();
				} else if (event === 'ended') {
					socket.hangUp();
				} else {
					socket.fail(event.code);
				}
			};
			add({moment, deliver, isWanted});
		}

		for (const {moment, bytes} of unasked) {
			add({moment, deliver: () => socket.receive(bytes), isWanted});
		}
	};

	return (path) => {
		const own = conversations.find(
			(one) => one.path === path && one.refresh === refresh() && !begun.has(one),
		);
		let split: Splitter | undefined;
		const socket: StagedSocket = new StagedSocket({
			onBytes: (bytes) => {
				if (!own?.protocol) {
					miss(unknownTo(path, bytes));
					return;
				}

				split ??= own.protocol.split();
				for (const request of split(bytes)) {
					answer(socket, own, own.protocol, request);
				}
			},
			onClose: () => {},
		});
		if (own) {
			begun.add(own);
			start(socket, own);
		} else {
			miss(`a connection to ${path}`);
			const isWanted = () => !socket.destroyed;
			add({moment: undefined, deliver: () => socket.fail('ECONNREFUSED'), isWanted});
		}

		return socket;
	};
};
