/** Seconds: an escape that nothing follows is the key. Slow links leave up to 0.3 between the parts of a sequence. */
export const escapeTimeoutSeconds = 0.4;

/** Seconds: what is surely no key alone, such as ESC [, waits longer for its rest. */
export const sequenceTimeoutSeconds = 1;
