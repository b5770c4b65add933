/** What libvirt's virBufferEscapeShell leaves as it is, and no shell takes for more than letters. */
const plain = /^[\w%+,\-./:=@]+$/;

/** One word of a shell. */
export const quoteWord = (text: string): string =>
	plain.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
