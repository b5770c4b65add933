/** What came is not libvirt's protocol: a length, a count or a value is impossible. The message is a part of a sentence. */
export class WireFault extends Error {
	override readonly name = 'WireFault';
	/** What came where a packet should begin, as far as it came. Undefined: a packet came, and is wrong in itself. */
	readonly bytes?: Buffer;

	constructor(message: string, bytes?: Buffer) {
		super(message);
		if (bytes) {
			this.bytes = bytes;
		}
	}
}
