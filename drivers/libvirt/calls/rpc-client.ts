import type {Clock} from '../../../source/async/clock.ts';
import {createLifetime} from '../../../source/async/lifetime.ts';
import {createLimit} from '../../../source/async/limit.ts';
import {deferred} from '../../../source/async/wait.ts';
import {DriverError} from '../../../source/driver/driver-error.ts';
import type {ByteStream} from '../transport/byte-stream.ts';
import {quotedLines, strayLines} from '../transport/stray-text.ts';
import {encodePacket, type Packet, packetStatus, packetTypes, programs} from '../wire/packet.ts';
import {createPacketSplitter} from '../wire/packet-splitter.ts';
import {WireFault} from '../wire/wire-fault.ts';
import {createXdrReader, type XdrReader} from '../wire/xdr-reader.ts';
import {type Call, createCallsInFlight} from './calls-in-flight.ts';
import {isKeepAlivePing, keepAlivePing, keepAlivePong} from './keep-alive.ts';
import type {CallOptions} from './remote.ts';
import {createStrayBytes} from './stray-bytes.ts';
import {watchSilence} from './watch-silence.ts';

/** A conversation in libvirt's RPC. */
export type RpcClient = {
	/**
	Rejects with a RemoteError where the daemon refuses, and with the signal's reason where the signal fired before the call's
	turn. Rejects with the error that ended the conversation where it ended.
	*/
	readonly call: <Value>(call: Call<Value>, options?: CallOptions) => Promise<Value>;
	/** How many more calls may be sent now, of at most 4: the daemon stops reading at 5 (max_client_requests). */
	readonly freeSlots: () => number;
	/** Sets the listener for messages of a procedure that come unasked. The last listener counts. It may throw a WireFault. */
	readonly onMessage: (procedure: number, listen: (reader: XdrReader) => void) => void;
	/** Resolves once, with the reason of the end. */
	readonly ended: Promise<Error>;
	/** What is wrong with what came before the first whole packet. Undefined: nothing came, or nothing that shows it. */
	readonly openingTrouble: () => DriverError | undefined;
	/** Closes the stream. Idempotent. */
	readonly close: () => Promise<void>;
};

const callLimit = 4;
/** How long the rest of a text that is not the protocol may take, and the end of its sender, seconds. */
const strayBytesTimeoutSeconds = 0.5;
const supportedVersion = 1;

const garbled = (fault: WireFault): DriverError =>
	new DriverError(
		`What came is not libvirt's protocol: ${fault.message}.`,
		'See whether it is libvirt that listens there.',
		{cause: fault},
	);

const garbledText = (lines: readonly string[]): DriverError =>
	new DriverError(
		`What came is not libvirt's protocol: ${quotedLines(lines)}.`,
		'See whether it is libvirt that listens there.',
	);

const dead = (seconds: number): DriverError =>
	new DriverError(
		`libvirt has not been heard for ${seconds.toFixed(0)} s.`,
		'Look at its daemon, that host and the way to it.',
	);

/**
Finds the call of a reply by its serial, in whatever order replies come. Events lie between replies. An abandoned call keeps
its slot until its reply comes, as the daemon still works on it. What cannot be the protocol ends the conversation.
*/
export const createRpcClient = (link: ByteStream, {clock}: {readonly clock: Clock}): RpcClient => {
	const splitter = createPacketSplitter();
	const limit = createLimit(callLimit);
	const inFlight = createCallsInFlight();
	const listeners = new Map<number, (reader: XdrReader) => void>();
	const lifetime = createLifetime();
	const {promise: ended, resolve: resolveEnded} = deferred<Error>();
	const stray = createStrayBytes();
	let reason: Error | undefined;
	let heard = 0;
	let heardAt = clock.monotonic();

	const end = (why: Error): Promise<void> => {
		if (!reason) {
			reason = why;
			lifetime.end();
			inFlight.fail(why);
			resolveEnded(why);
		}

		return link.close();
	};

	const write = (bytes: Buffer) => {
		if (!reason) {
			link.write(bytes);
		}
	};

	const send = <Value>(call: Call<Value>): Promise<Value> => {
		if (reason) {
			throw reason;
		}

		const {serial, answer} = inFlight.add(call);
		write(
			encodePacket({
				program: programs.remote,
				procedure: call.procedure,
				type: packetTypes.call,
				serial,
				status: packetStatus.ok,
				payload: call.payload ?? Buffer.alloc(0),
			}),
		);
		return answer;
	};

	/** Leaves out streams, other programs and other versions, which domtop does not use. */
	const receive = (packet: Packet) => {
		const {program, version, type, procedure, payload} = packet;
		if (program !== programs.remote || version !== supportedVersion) {
			return;
		}

		if (type === packetTypes.reply || type === packetTypes.replyWithFds) {
			inFlight.settle(packet);
		} else if (type === packetTypes.message) {
			listeners.get(procedure)?.(createXdrReader(payload));
		}
	};

	/** The error that explains a text that came instead of a packet. Undefined: what came is no text. */
	const textTrouble = (): DriverError | undefined => {
		const lines = strayLines(stray.bytes());
		return lines.length === 0 ? undefined : (link.explain?.(lines) ?? garbledText(lines));
	};

	const endStray = (fault: WireFault): void => {
		void end(textTrouble() ?? garbled(fault));
	};

	/** A text comes in pieces, and its sender may end and say why. */
	const hearStray = (fault: WireFault): void => {
		if (strayLines(stray.bytes()).length === 0) {
			endStray(fault);
			return;
		}

		void clock.sleep(strayBytesTimeoutSeconds, lifetime.signal).then(() => endStray(fault));
	};

	const receiveAll = (bytes: Buffer) => {
		if (stray.isStraying()) {
			stray.take(bytes);
			return;
		}

		if (stray.begin(bytes)) {
			throw new WireFault('a message that does not begin as one', stray.bytes());
		}

		const packets = splitter.push(bytes);
		if (packets.length > 0) {
			stray.settle();
		}

		for (const packet of packets) {
			if (!reason) {
				receive(packet);
			}
		}

		if (packets.some(isKeepAlivePing)) {
			// One answer to all pings that came at once: a flood is not answered with a flood.
			write(keepAlivePong());
		}
	};

	link.listen(
		(bytes) => {
			if (reason) {
				return;
			}

			heard += 1;
			heardAt = clock.monotonic();
			try {
				receiveAll(bytes);
			} catch (error) {
				if (!(error instanceof WireFault)) {
					throw error;
				}

				if (error.bytes) {
					stray.stray(error.bytes);
					hearStray(error);
				} else {
					void end(garbled(error));
				}
			}
		},
		(why) => void end(textTrouble() ?? why),
	);

	const watch = async () => {
		await watchSilence({
			clock,
			heard: () => heard,
			heardAt: () => heardAt,
			ping: () => write(keepAlivePing()),
			signal: lifetime.signal,
		});
		await end(dead(clock.monotonic() - heardAt));
	};

	void watch();

	return {
		call: async (call, {signal} = {}) => {
			if (reason) {
				throw reason;
			}

			return limit(() => send(call), signal);
		},
		freeSlots: () => callLimit - inFlight.count(),
		onMessage: (procedure, listen) => listeners.set(procedure, listen),
		ended,
		openingTrouble: textTrouble,
		close: async () => {
			await end(new DriverError('The connection to libvirt was closed.', 'Connect again.'));
		},
	};
};
