/** How soon "at once" is on a busy machine, milliseconds. */
const patience = 2000;

/** The promise, or a failure that says what took too long. */
export const promptly = async <Value>(promise: Promise<Value>, what: string): Promise<Value> => {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_resolve, reject) => {
		timer = setTimeout(() => reject(new Error(`${what} took longer than ${patience} ms`)), patience);
	});
	try {
		return await Promise.race([promise, late]);
	} finally {
		clearTimeout(timer);
	}
};
