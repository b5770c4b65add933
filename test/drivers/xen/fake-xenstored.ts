import type {Socket} from 'node:net';
import {join} from 'node:path';
import type {OpenDevice} from '../../../drivers/xenstore/device-file.ts';
import {startUnixServer, type UnixServer} from '../qemu/unix-server.ts';
import {readCapturedStore, type StoreNodes} from './captured-store.ts';
import {createFakeStore, type FakeStore, type FakeStoreOptions} from './fake-store.ts';

/** What the daemon does with what it is asked, over whatever wire. */
type Manners = {
	/** From now on nothing is answered, as if it was stopped; what is asked is kept. */
	readonly hush: () => void;
	/** Answers what was asked meanwhile, and goes on. */
	readonly speak: () => void;
};

/** @param run how what is not kept is done. */
const createManners = (
	run: (work: () => void) => void = (work) => work(),
): Manners & {
	/** Does it now, or once it is to speak. */
	readonly whenSpeaking: (work: () => void) => void;
} => {
	let isHushed = false;
	let kept: (() => void)[] = [];
	return {
		hush: () => {
			isHushed = true;
		},
		speak: () => {
			isHushed = false;
			const work = kept;
			kept = [];
			for (const one of work) {
				one();
			}
		},
		whenSpeaking: (work) => {
			if (isHushed) {
				kept.push(work);
			} else {
				run(work);
			}
		},
	};
};

export type FakeXenstored = FakeStore &
	Manners & {
		/** Where its socket lies: `<root>/run/xenstored/socket`. */
		readonly path: string;
		/** Bytes instead of the next replies, once each. */
		readonly garble: (bytes: Buffer) => void;
		/** Milliseconds before each reply from now on. */
		readonly delay: (milliseconds: number) => void;
		/** Resolves once all that was said has left, and whoever listens had a turn to hear it. */
		readonly flushed: () => Promise<void>;
		/** Requests that came, answered or not. */
		readonly received: () => number;
		readonly clients: () => number;
		readonly served: () => number;
		/** Ends it with all its clients; its socket's file goes. */
		readonly stop: () => Promise<void>;
		/** Begins anew on the same path with the same nodes, and no watches. */
		readonly start: () => Promise<void>;
		/** Closes its clients' connections and takes new ones. */
		readonly hangUp: () => void;
	};

const headerLength = 16;

const frame = (type: number, id: number, transaction: number, payload: Buffer): Buffer => {
	const bytes = Buffer.alloc(headerLength);
	bytes.writeUInt32LE(type, 0);
	bytes.writeUInt32LE(id, 4);
	bytes.writeUInt32LE(transaction, 8);
	bytes.writeUInt32LE(payload.length, 12);
	return Buffer.concat([bytes, payload]);
};

const event = (path: string, token: string): Buffer => frame(15, 0, 0, Buffer.from(`${path}\0${token}\0`));

/** The reply to one whole request. */
const replyTo = (request: Buffer, answer: (type: number, payload: Buffer) => Buffer | string): Buffer => {
	const [type, id, transaction] = [0, 4, 8].map((offset) => request.readUInt32LE(offset)) as [
		number,
		number,
		number,
	];
	const payload = answer(type, request.subarray(headerLength));
	return typeof payload === 'string'
		? frame(16, id, transaction, Buffer.from(`${payload}\0`))
		: frame(type, id, transaction, payload);
};

export type FakeXenstoredOptions = FakeStoreOptions & {
	/** Absent: the captured store. */
	readonly nodes?: StoreNodes;
};

/**
An xenstored on a real socket: it parses READ, DIRECTORY, DIRECTORY_PART, WATCH and UNWATCH, and answers everything
else as a daemon that does not know it.
@param root a folder of the test's, which the socket is made below.
*/
export const startFakeXenstored = async (
	root: string,
	{nodes = readCapturedStore(), ...options}: FakeXenstoredOptions = {},
): Promise<FakeXenstored> => {
	const path = join(root, 'run/xenstored/socket');
	const store = createFakeStore(nodes, options);
	const garbage: Buffer[] = [];
	const sockets = new Set<Socket>();
	let pause = 0;
	let served = 0;
	let received = 0;

	const {hush, speak, whenSpeaking} = createManners((work) => {
		if (pause > 0) {
			setTimeout(work, pause);
		} else {
			work();
		}
	});

	const onClient = (socket: Socket) => {
		const client = store.connect((changed, token) => whenSpeaking(() => socket.write(event(changed, token))));
		let bytes = Buffer.alloc(0);
		sockets.add(socket);
		served += 1;
		socket.on('close', () => {
			sockets.delete(socket);
			client.leave();
		});
		socket.on('data', (chunk) => {
			bytes = Buffer.concat([bytes, chunk]);
			while (bytes.length >= headerLength && bytes.length >= headerLength + bytes.readUInt32LE(12)) {
				const length = headerLength + bytes.readUInt32LE(12);
				const request = bytes.subarray(0, length);
				bytes = bytes.subarray(length);
				received += 1;
				whenSpeaking(() => {
					const reply = replyTo(request, client.answer);
					socket.write(garbage.shift() ?? reply);
					client.afterwards();
				});
			}
		});
	};

	const listen = (): Promise<UnixServer> => startUnixServer(path, onClient);
	let server: UnixServer | undefined = await listen();

	return {
		...store,
		path,
		hush,
		speak,
		garble: (bytes) => garbage.push(bytes),
		delay: (milliseconds) => {
			pause = milliseconds;
		},
		flushed: async () => {
			await Promise.all(
				[...sockets].map((socket) => new Promise((resolve) => socket.write('', () => resolve(undefined)))),
			);
			// Of these turns of the loop one surely begins after the writing.
			for (let turn = 0; turn < 3; turn += 1) {
				await new Promise((resolve) => setImmediate(resolve));
			}
		},
		received: () => received,
		clients: () => sockets.size,
		served: () => served,
		stop: async () => {
			await server?.close();
			server = undefined;
		},
		start: async () => {
			server ??= await listen();
		},
		hangUp: () => {
			for (const socket of sockets) {
				socket.destroy();
			}
		},
	};
};

export type FakeXenbus = FakeStore &
	Manners & {
		readonly openDevice: OpenDevice;
		/** Paths that were opened, and how many are open. */
		readonly opened: readonly string[];
		readonly open: () => number;
		/** Reads that found nothing. */
		readonly vainReads: () => number;
		/** From now on writes fail with this errno; undefined: they do not. */
		readonly failWrites: (code: string | undefined) => void;
	};

const errno = (code: string): Error => Object.assign(new Error(code), {code});

/**
The device as Linux 6.1 has it (captured in d-xenstore-wire.txt): a write takes one whole request, a read gives one
whole reply or event, or nothing at once.
*/
export const createFakeXenbus = ({
	nodes = readCapturedStore(),
	...options
}: FakeXenstoredOptions = {}): FakeXenbus => {
	const store = createFakeStore(nodes, {folderLimit: 4096, ...options});
	const opened: string[] = [];
	let open = 0;
	let vainReads = 0;
	const {hush, speak, whenSpeaking} = createManners();
	let failure: string | undefined;

	return {
		...store,
		opened,
		open: () => open,
		vainReads: () => vainReads,
		failWrites: (code) => {
			failure = code;
		},
		hush,
		speak,
		openDevice: async (path) => {
			const replies: Buffer[] = [];
			const client = store.connect((changed, token) => replies.push(event(changed, token)));
			let isClosed = false;
			opened.push(path);
			open += 1;
			return {
				read: async (buffer) => {
					if (isClosed) {
						throw errno('EBADF');
					}

					const reply = replies.shift();
					vainReads += reply ? 0 : 1;
					return reply?.copy(buffer);
				},
				write: async (bytes) => {
					if (failure !== undefined) {
						throw errno(failure);
					}

					if (isClosed || bytes.length !== headerLength + bytes.readUInt32LE(12)) {
						throw errno(isClosed ? 'EBADF' : 'EINVAL');
					}

					const request = Buffer.from(bytes);
					const work = () => {
						const reply = replyTo(request, client.answer);
						// The kernel asks for a watch itself: its first event comes before the reply, a refusal fails the write.
						client.afterwards();
						if (request.readUInt32LE(0) === 4 && reply.readUInt32LE(0) === 16) {
							throw errno(reply.toString('latin1', headerLength, reply.length - 1));
						}

						replies.push(reply);
					};
					whenSpeaking(work);

					return bytes.length;
				},
				close: async () => {
					open -= isClosed ? 0 : 1;
					isClosed = true;
					client.leave();
				},
			};
		},
	};
};
