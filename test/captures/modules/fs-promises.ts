/** In place of `node:fs/promises`, for drivers that are recorded or replayed: what drivers call of it, and no more. */
import type {Dirent, Stats} from 'node:fs';
import {opendirSync, statSync} from './fs.ts';
import {presentStage} from './present-stage.ts';

const soon = (): Promise<void> => new Promise((resolve) => presentStage().later(resolve));

export const stat = async (path: string): Promise<Stats> => {
	await soon();
	return statSync(path) as Stats;
};

export const opendir = async (path: string): Promise<AsyncIterable<Dirent>> => {
	await soon();
	const folder = opendirSync(path);
	return (async function* () {
		for (let entry = folder.readSync(); entry !== null; entry = folder.readSync()) {
			yield entry;
		}
	})();
};

/** Devices are written to and read at the same time, which no recording has. */
export const open = async (path: string): Promise<never> => {
	throw new Error(`${path}: a device cannot be recorded. Record a host that has a socket.`);
};
