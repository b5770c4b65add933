/** Seconds of silence after which an escape is the key. Slow networks leave up to 0.3 s between the parts of a sequence. */
export const escapeTimeoutSeconds = 0.4;

/** Seconds of silence that end an open sequence such as ESC [, which is no key by itself and so may wait longer. */
export const sequenceTimeoutSeconds = 1;
