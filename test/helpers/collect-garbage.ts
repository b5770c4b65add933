import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';

/** Collects all garbage, after the present turn: within it, what a weak reference led to stays. */
export const collectGarbage = async (): Promise<void> => {
	setFlagsFromString('--expose-gc');
	const collect = runInNewContext('gc') as () => void;
	// What finalizers hold goes a turn later.
	for (let round = 0; round < 3; round++) {
		await new Promise((resolve) => setImmediate(resolve));
		collect();
	}
};
