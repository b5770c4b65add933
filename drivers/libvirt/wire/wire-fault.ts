/** What came is not libvirt's protocol: a length, a count or a value that cannot be. The message is a part of a sentence. */
export class WireFault extends Error {
	override readonly name = 'WireFault';
}
