/** Milliseconds after which a promise counts as hanging: they only bound a failure, and are long for a busy machine. */
const hangTimeoutMilliseconds = 20_000;

/** Resolves as the promise does, or rejects with an error that says what took too long. */
export const promptly = async <Value>(promise: Promise<Value>, what: string): Promise<Value> => {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_resolve, reject) => {
		timer = setTimeout(
			() => reject(new Error(`${what} took longer than ${hangTimeoutMilliseconds} ms`)),
			hangTimeoutMilliseconds,
		);
	});
	try {
		return await Promise.race([promise, late]);
	} finally {
		clearTimeout(timer);
	}
};
