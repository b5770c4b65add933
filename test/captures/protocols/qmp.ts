import type {Protocol, Splitter} from './protocol.ts';

type Message = {
	readonly execute?: string;
	readonly arguments?: object;
	readonly id?: unknown;
	readonly [field: string]: unknown;
};

const parse = (message: Buffer): Message => JSON.parse(message.toString('utf8'));

const spell = (message: object): Buffer => Buffer.from(`${JSON.stringify(message)}\r\n`);

/** QEMU and its clients write a message in one line. */
const splitByLine = (): Splitter => {
	let rest: Buffer = Buffer.alloc(0);
	return (chunk) => {
		rest = Buffer.concat([rest, chunk]);
		const messages: Buffer[] = [];
		for (let end = rest.indexOf(0x0a); end !== -1; end = rest.indexOf(0x0a)) {
			messages.push(rest.subarray(0, end + 1));
			rest = rest.subarray(end + 1);
		}

		return messages;
	};
};

/** QEMU's docs/interop/qmp-spec. */
export const qmp: Protocol = {
	name: 'QMP',
	split: splitByLine,
	question: (request) => {
		const {execute, arguments: given} = parse(request);
		return `${execute} ${JSON.stringify(Object.entries(given ?? {}).sort())}`;
	},
	id: (message) => {
		const {id} = parse(message);
		return id === undefined ? undefined : JSON.stringify(id);
	},
	wantsAnswer: () => true,
	inAnswerTo: (request, message) => spell({...parse(message), id: parse(request).id}),
	refusal: (request, words) => spell({error: {class: 'GenericError', desc: words}, id: parse(request).id}),
};
