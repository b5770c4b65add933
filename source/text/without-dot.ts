/** A sentence without its dot, for use inside another sentence. */
export const withoutDot = (sentence: string): string => sentence.replace(/\.$/, '');
