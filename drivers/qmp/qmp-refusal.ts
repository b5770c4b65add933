import {cleanText} from '../../source/text/clean-text.ts';
import {withoutDot} from '../../source/text/without-dot.ts';

/** The peer answered a command with an error (QMP specification, 2.4.2); the message is the peer's own words, cleaned. */
export class QmpRefusal extends Error {
	override readonly name = 'QmpRefusal';
	/** `GenericError`, `CommandNotFound`, `DeviceNotFound`, `DeviceNotActive`, `KVMMissingCap`. */
	readonly errorClass: string;

	constructor(errorClass: string, description: string) {
		super(cleanText(description));
		this.errorClass = cleanText(errorClass);
	}
}

/** The peer's words without their full stop, to be shown in a sentence. */
export const refusalText = ({message}: QmpRefusal): string => withoutDot(message);
