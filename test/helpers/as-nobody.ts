import {execFile} from 'node:child_process';
import {existsSync, statSync} from 'node:fs';
import {dirname} from 'node:path';
import {promisify} from 'node:util';

const setpriv = '/usr/bin/setpriv';

/** May every user enter a folder and all folders above it? */
const isOpenToAll = (folder: string): boolean =>
	(statSync(folder).mode & 0o005) === 0o005 && (folder === '/' || isOpenToAll(dirname(folder)));

/** Why no program can run as another user here. Undefined: programs can. */
export const otherUserReason =
	process.getuid?.() !== 0
		? 'only root can become another user'
		: existsSync(setpriv)
			? undefined
			: 'there is no setpriv';

/** Why no program of this checkout can run as the user nobody. Undefined: programs can. */
export const nobodyReason =
	otherUserReason ?? (isOpenToAll(import.meta.dirname) ? undefined : 'nobody may not read this checkout');

if (nobodyReason !== undefined) {
	console.log(`Tests as nobody are skipped: ${nobodyReason}.`);
}

/** The output of a script, parsed as JSON, when the user nobody runs the script. */
export const asNobody = async (script: string, ...parameters: readonly string[]): Promise<unknown> => {
	const identity = ['--reuid=65534', '--regid=65534', '--clear-groups'];
	const {stdout} = await promisify(execFile)(setpriv, [...identity, process.execPath, script, ...parameters]);
	return JSON.parse(stdout);
};
