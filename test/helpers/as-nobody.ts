import {execFile} from 'node:child_process';
import {existsSync, statSync} from 'node:fs';
import {dirname} from 'node:path';
import {promisify} from 'node:util';

const setpriv = '/usr/bin/setpriv';

/** May everybody go into a folder and all above it? */
const isOpenToAll = (folder: string): boolean =>
	(statSync(folder).mode & 0o005) === 0o005 && (folder === '/' || isOpenToAll(dirname(folder)));

/** Why nothing can be run as another user here; absent: it can. */
export const otherUserReason =
	process.getuid?.() !== 0
		? 'only root can become another user'
		: existsSync(setpriv)
			? undefined
			: 'there is no setpriv';

/** Why nothing of this checkout can be run as nobody; absent: it can. */
export const nobodyReason =
	otherUserReason ?? (isOpenToAll(import.meta.dirname) ? undefined : 'nobody may not read this checkout');

if (nobodyReason !== undefined) {
	console.log(`Tests as nobody are skipped: ${nobodyReason}.`);
}

/** What a script says, as JSON, where nobody runs it. */
export const asNobody = async (script: string, ...parameters: readonly string[]): Promise<unknown> => {
	const identity = ['--reuid=65534', '--regid=65534', '--clear-groups'];
	const {stdout} = await promisify(execFile)(setpriv, [...identity, process.execPath, script, ...parameters]);
	return JSON.parse(stdout);
};
