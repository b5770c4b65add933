/** Splits a stream of bytes into messages. Bytes of a message that is not complete wait for more. */
export type Splitter = (chunk: Buffer) => readonly Buffer[];

/** How a replay knows requests again and answers them, whatever their order. */
export type Protocol = {
	readonly name: string;
	readonly split: () => Splitter;
	/** What is asked, without what only counts requests. */
	readonly question: (request: Buffer) => string;
	/** What joins a request and its reply. Undefined: the message is neither. */
	readonly id: (message: Buffer, side: 'request' | 'reply') => string | undefined;
	/**
	What joins a request and a message that came unasked because of it, such as the first event of a watch. Undefined: the
	message has no such request.
	*/
	readonly cause?: (message: Buffer) => string | undefined;
	/** Whether the peer answers this request at all. */
	readonly wantsAnswer: (request: Buffer) => boolean;
	/** A recorded message with the id of this request. */
	readonly inAnswerTo: (request: Buffer, message: Buffer) => Buffer;
	/** An error, in the protocol's own form. */
	readonly refusal: (request: Buffer, words: string) => Buffer;
};

/**
Splits by a length that stands in each message.
@param lengthOf of the whole message, of its first bytes. Undefined: there are too few bytes to tell.
*/
export const splitByLength = (lengthOf: (bytes: Buffer) => number | undefined): Splitter => {
	let rest: Buffer = Buffer.alloc(0);
	return (chunk) => {
		rest = Buffer.concat([rest, chunk]);
		const messages: Buffer[] = [];
		for (let length = lengthOf(rest); length !== undefined && length <= rest.length; ) {
			messages.push(rest.subarray(0, length));
			rest = rest.subarray(length);
			length = lengthOf(rest);
		}

		return messages;
	};
};
