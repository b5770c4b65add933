import {type Options, parseOptions} from '../../source/options/options.ts';

/** What a person who says nothing gets, and the changes. */
export const someOptions = (changes: Partial<Options> = {}): Options => ({
	...parseOptions(new Map(), []),
	...changes,
});
