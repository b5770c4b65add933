import type {Problem} from './sample.ts';

/** What failed, with whose trouble it is where the message does not say. */
export const problemText = ({name, message}: Pick<Problem, 'name' | 'message'>): string =>
	name === undefined || message.includes(name) ? message : `${name}: ${message}`;
