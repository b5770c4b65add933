import {execFile} from 'node:child_process';
import {existsSync} from 'node:fs';
import {promisify} from 'node:util';

const setpriv = '/usr/bin/setpriv';

/** Why nothing can be run as nobody here; absent: it can. */
export const nobodyReason =
	process.getuid?.() !== 0
		? 'only root can become nobody'
		: existsSync(setpriv)
			? undefined
			: 'there is no setpriv';

/** What a script says, as JSON, where nobody runs it. */
export const asNobody = async (script: string, ...parameters: readonly string[]): Promise<unknown> => {
	const identity = ['--reuid=65534', '--regid=65534', '--clear-groups'];
	const {stdout} = await promisify(execFile)(setpriv, [...identity, process.execPath, script, ...parameters]);
	return JSON.parse(stdout);
};
