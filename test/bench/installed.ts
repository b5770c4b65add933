import {existsSync} from 'node:fs';
import {join} from 'node:path';

/** Whether a command is in PATH. */
export const isInstalled = (command: string): boolean =>
	(process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, command)));
