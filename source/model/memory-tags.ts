import type {MemoryTag} from './counters.ts';

const hostTags: ReadonlySet<MemoryTag> = new Set(['actual', 'rss']);

/**
The host knows this tag without the guest: `actual` is the balloon's size, `rss` the memory of the process. `last_update`
is none of these: it shows that the guest has answered, and tells when.
*/
export const isHostTag = (tag: MemoryTag): boolean => hostTags.has(tag);

/** The guest itself gave the value. `last_update` is none: the host writes it down, also of an answer without values. */
export const isGuestTag = (tag: MemoryTag): boolean => !isHostTag(tag) && tag !== 'last_update';
