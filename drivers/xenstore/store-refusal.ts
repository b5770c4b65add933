import {cleanText} from '../../source/text/clean-text.ts';

/** xenstored, or the kernel before it, answered with an error (xs_wire.h, xsd_errors); the message is the error's name. */
export class StoreRefusal extends Error {
	override readonly name = 'StoreRefusal';
	/** `ENOENT`, `EACCES`, `EINVAL`, `E2BIG`, `ENOSYS`, `EAGAIN`, `EEXIST`, `EIO`, …; cleaned. */
	readonly code: string;

	/** @param code as it came, not cleaned. */
	constructor(code: string) {
		const word = cleanText(code);
		super(word);
		this.code = word;
	}
}

/** Takes a refusal as an answer: `instead` turns it into a value, or throws it again. A StoreFault still rejects. */
export const unlessRefused = async <Value, Instead>(
	reply: Promise<Value>,
	instead: (refusal: StoreRefusal) => Instead,
): Promise<Value | Awaited<Instead>> => {
	try {
		return await reply;
	} catch (error) {
		if (error instanceof StoreRefusal) {
			return await instead(error);
		}

		throw error;
	}
};
