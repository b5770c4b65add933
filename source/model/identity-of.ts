/** What is said of a domain or of a part of it: the same object as long as it says the same. A plain object is its own identity. */
export const identityOf = (thing: object): object => thing;
