import type {Origins} from '../../source/sample.ts';

const madeUp = 'made up by domtop';

/** Nothing here was measured, and every counter says so. */
export const simulatedOrigins: Origins = {
	disk: {
		readBytes: madeUp,
		writeBytes: madeUp,
		readRequests: madeUp,
		writeRequests: madeUp,
		flushRequests: madeUp,
		discardRequests: madeUp,
		waitedRequests: madeUp,
		errors: madeUp,
		readTimeSeconds: madeUp,
		writeTimeSeconds: madeUp,
		flushTimeSeconds: madeUp,
		readSectors: madeUp,
		writeSectors: madeUp,
	},
	nic: {
		receiveBytes: madeUp,
		transmitBytes: madeUp,
		receivePackets: madeUp,
		transmitPackets: madeUp,
		receiveErrors: madeUp,
		transmitErrors: madeUp,
		receiveDrops: madeUp,
		transmitDrops: madeUp,
	},
	vcpu: {cpuSeconds: madeUp, waitSeconds: madeUp},
	memory: madeUp,
};
