import type {DriverOptions} from './driver.ts';

/** Makes what tells how many domains a connection reads, whenever that number changed. */
export const createTellCount = (onStatus: DriverOptions['onStatus']): ((count: number) => void) => {
	let told: number | undefined;
	return (count) => {
		if (count !== told) {
			told = count;
			onStatus({state: 'reading', message: count === 1 ? '1 domain' : `${count} domains`});
		}
	};
};
