import {type Options, parseOptions} from '../../source/options/options.ts';

/** The options of a person who gives none, with these changes. */
export const someOptions = (changes: Partial<Options> = {}): Options => ({
	...parseOptions(new Map(), []),
	...changes,
});
