import {encodePacket, type Packet, packetStatus, packetTypes, programs} from '../wire/packet.ts';

/** Procedures of the keepalive program (virkeepaliveprotocol.x). */
const procedures = {ping: 1, pong: 2} as const;

const message = (procedure: number): Buffer =>
	encodePacket({
		program: programs.keepAlive,
		procedure,
		type: packetTypes.message,
		serial: 0,
		status: packetStatus.ok,
		payload: Buffer.alloc(0),
	});

/** Asks for a sign of life. The daemon answers whatever else it does. */
export const keepAlivePing = (): Buffer => message(procedures.ping);

/** Answers the ping of the far end. */
export const keepAlivePong = (): Buffer => message(procedures.pong);

/** Whether the far end asks for a sign of life. */
export const isKeepAlivePing = ({program, type, procedure}: Packet): boolean =>
	program === programs.keepAlive && type === packetTypes.message && procedure === procedures.ping;
