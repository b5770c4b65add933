/** A sentence as a part of another one. */
export const withoutDot = (sentence: string): string => sentence.replace(/\.$/, '');
