import type {MemoryTag} from './counters.ts';

const hostTags: ReadonlySet<MemoryTag> = new Set(['actual', 'rss']);

/**
Whether the host knows this tag without the guest. `actual` is the balloon's size, `rss` the memory of the process.
`last_update` is no host tag: it shows that the guest has answered, and when.
*/
export const isHostTag = (tag: MemoryTag): boolean => hostTags.has(tag);

/**
Whether the guest itself gave the value. `last_update` is no guest tag: the host writes it down, also of an answer without
values.
*/
export const isGuestTag = (tag: MemoryTag): boolean => !isHostTag(tag) && tag !== 'last_update';
