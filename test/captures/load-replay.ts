import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {bundleOnStage} from './bundle.ts';
import type {replay} from './replay-entry.ts';

/** The drivers as they are now, on a stage. @param folder a temporary folder, which must last as long as the drivers. */
export const loadReplay = async (folder: string): Promise<typeof replay> => {
	const file = join(folder, 'replay.mjs');
	writeFileSync(file, await bundleOnStage('replay-entry.ts'));
	const loaded: {readonly replay: typeof replay} = await import(pathToFileURL(file).href);
	return loaded.replay;
};
