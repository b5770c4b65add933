import type {QmpReply} from './qmp-client.ts';
import {QmpRefusal} from './qmp-refusal.ts';

/** Takes a refusal as an answer; a QmpFault still rejects. */
export const answered = async (reply: Promise<QmpReply>): Promise<QmpReply | QmpRefusal> => {
	try {
		return await reply;
	} catch (error) {
		if (error instanceof QmpRefusal) {
			return error;
		}

		throw error;
	}
};
