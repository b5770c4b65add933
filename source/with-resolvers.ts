/** A promise and what settles it: `Promise.withResolvers`, which Node has from 22 on. */
export const withResolvers = <Value>(): {
	readonly promise: Promise<Value>;
	readonly resolve: (value: Value | PromiseLike<Value>) => void;
	readonly reject: (reason: unknown) => void;
} => {
	let resolve: (value: Value | PromiseLike<Value>) => void = () => {};
	let reject: (reason: unknown) => void = () => {};
	const promise = new Promise<Value>((resolved, rejected) => {
		resolve = resolved;
		reject = rejected;
	});
	return {promise, resolve, reject};
};
