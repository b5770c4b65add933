/**
How a QMP conversation ended before it was done. `absent`: no process listens on that path. `denied`: we may not
connect. `silent`: no greeting or reply came within the deadline, or no process takes the connection. `closed`: the peer
hung up. `garbled`: what came is not QMP. `cancelled`: we hung up.
*/
export type QmpFaultKind = 'absent' | 'denied' | 'silent' | 'closed' | 'garbled' | 'cancelled';

/** The conversation failed; the message says at what, in a part of a sentence. */
export class QmpFault extends Error {
	override readonly name = 'QmpFault';
	readonly kind: QmpFaultKind;

	constructor(kind: QmpFaultKind, message: string, options?: ErrorOptions) {
		super(message, options);
		this.kind = kind;
	}
}
