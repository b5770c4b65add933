/** Letters that libvirt's virBufferEscapeShell leaves as they are, and that no shell takes for more than letters. */
const plain = /^[\w%+,\-./:=@]+$/;

/** A text quoted as one word of a shell. */
export const quoteWord = (text: string): string =>
	plain.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
