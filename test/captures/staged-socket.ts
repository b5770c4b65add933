import {Duplex} from 'node:stream';

/** What stands behind a staged socket. */
export type SocketEnd = {
	readonly onBytes: (bytes: Buffer) => void;
	/** The driver closed the socket, or an error did. */
	readonly onClose: () => void;
};

/** A socket of `node:net`, as far as drivers use it. What comes from the peer comes by the last four methods. */
export class StagedSocket extends Duplex {
	connecting = true;
	readonly #end: SocketEnd;

	constructor(end: SocketEnd) {
		super({allowHalfOpen: false});
		this.#end = end;
	}

	override _read(): void {}

	override _write(chunk: Buffer, _encoding: string, done: (error?: Error) => void): void {
		this.#end.onBytes(chunk);
		done();
	}

	override _destroy(error: Error | null, done: (error: Error | null) => void): void {
		this.connecting = false;
		this.#end.onClose();
		done(error);
	}

	open(): void {
		this.connecting = false;
		this.emit('connect');
	}

	receive(bytes: Buffer): void {
		this.push(bytes);
	}

	/** @param code as `node:net` gives it. */
	fail(code: string): void {
		this.destroy(Object.assign(new Error(`connect ${code}`), {code}));
	}

	hangUp(): void {
		this.push(null);
		// A socket that is not read does not notice.
		this.resume();
	}
}
