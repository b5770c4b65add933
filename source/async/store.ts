/** A value and its listeners, as React's useSyncExternalStore wants them. */
export type Store<Value> = {
	readonly get: () => Value;
	readonly set: (value: Value) => void;
	/** @returns a function that ends the subscription. */
	readonly subscribe: (listener: () => void) => () => void;
};

export const createStore = <Value>(initial: Value): Store<Value> => {
	let current = initial;
	const listeners = new Set<() => void>();
	return {
		get: () => current,
		set(value) {
			current = value;
			for (const listener of listeners) {
				listener();
			}
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => {
				listeners.delete(listener);
			};
		},
	};
};
