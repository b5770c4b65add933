/**
How a child command failed. `absent`: there is no such command, or it may not be run. `failed`: it could not be started
for now. `ended`: it ended before it was done. `silent`: it did not answer within its deadline. `garbled`: what it said
cannot be understood.
*/
export type ChildFaultKind = 'absent' | 'failed' | 'ended' | 'silent' | 'garbled';

/** The message goes on a sentence that names the command: `it ended with status 1: no such file`. */
export class ChildFault extends Error {
	override readonly name = 'ChildFault';
	readonly kind: ChildFaultKind;

	constructor(kind: ChildFaultKind, message: string, options?: ErrorOptions) {
		super(message, options);
		this.kind = kind;
	}
}
