import type {Difference} from './differences.ts';

/** Fields with sentences for people. */
const sentence = /\/(?:\w*[rR]eason|periodRefusal|doubt|untimed|unanswered|message|advice)$|\/origins\//;

/** Whether a difference is another wording of a sentence for people. */
export const isChangeOfWords = ({place, stored, now}: Difference): boolean =>
	typeof stored === 'string' && typeof now === 'string' && sentence.test(place);
