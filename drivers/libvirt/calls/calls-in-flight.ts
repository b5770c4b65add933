import {deferred} from '../../../source/async/wait.ts';
import {type Packet, packetStatus, packetTypes} from '../wire/packet.ts';
import {WireFault} from '../wire/wire-fault.ts';
import {createXdrReader, type XdrReader} from '../wire/xdr-reader.ts';
import {decodeRemoteError} from './decode-remote-error.ts';

/** One call: a procedure of the remote program, its arguments, and the reader of its reply. */
export type Call<Value> = {
	readonly procedure: number;
	/** The arguments. Undefined: the procedure has none. */
	readonly payload?: Buffer;
	/** Reads the whole reply. A reply with bytes left over is a malformed message. */
	readonly decode: (reader: XdrReader) => Value;
};

/** The calls that were sent and not answered yet, by serial. */
export type CallsInFlight = {
	/** Adds a call. @returns its serial, and the promise of its answer */
	readonly add: <Value>(call: Call<Value>) => {readonly serial: number; readonly answer: Promise<Value>};
	/** Settles the call that the reply belongs to, if there is such a call. @throws WireFault */
	readonly settle: (reply: Packet) => void;
	/** How many calls are in flight. */
	readonly count: () => number;
	/** Rejects all calls in flight. */
	readonly fail: (reason: Error) => void;
};

type Waiting = {
	readonly procedure: number;
	readonly resolve: (reader: XdrReader) => void;
	readonly reject: (error: Error) => void;
};

const serialLimit = 2 ** 32;

export const createCallsInFlight = (): CallsInFlight => {
	const waiting = new Map<number, Waiting>();
	let lastSerial = 0;

	const nextSerial = (): number => {
		do {
			lastSerial = (lastSerial + 1) % serialLimit;
		} while (waiting.has(lastSerial));

		return lastSerial;
	};

	return {
		add: ({procedure, decode}) => {
			const serial = nextSerial();
			const {promise: answer, resolve, reject} = deferred<ReturnType<typeof decode>>();
			waiting.set(serial, {
				procedure,
				resolve: (reader) => {
					const value = decode(reader);
					reader.end();
					resolve(value);
				},
				reject,
			});
			return {serial, answer};
		},
		settle: ({serial, procedure, status, type, payload}) => {
			const call = waiting.get(serial);
			if (!call) {
				return;
			}

			if (procedure !== call.procedure || status > packetStatus.error) {
				throw new WireFault(`a reply of procedure ${procedure} to one of ${call.procedure}`);
			}

			const reader = createXdrReader(payload);
			if (type === packetTypes.replyWithFds) {
				// The count of the descriptors that came beside the reply (virNetMessageEncodeNumFDs). domtop does not take them.
				reader.skip(4);
			}

			if (status === packetStatus.ok) {
				call.resolve(reader);
			} else {
				call.reject(decodeRemoteError(reader));
			}

			waiting.delete(serial);
		},
		count: () => waiting.size,
		fail: (reason) => {
			for (const {reject} of waiting.values()) {
				reject(reason);
			}

			waiting.clear();
		},
	};
};
