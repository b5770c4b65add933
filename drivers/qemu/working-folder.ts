import type {CommandLineReader} from '../linux/command-line-reader.ts';
import {readLink} from '../linux/read-file.ts';
import {rooted} from '../linux/rooted.ts';

/**
The folder in which QEMU bound its sockets. It is the present working folder, except for a daemon: a daemon has gone to
`/` since (os-posix.c), and its environment still says where it was started. Undefined: we may not look.
*/
export const findWorkingFolder = async (
	root: string,
	pid: number,
	isDaemon: boolean,
	read: CommandLineReader,
): Promise<string | undefined> => {
	const link = readLink(rooted(root, `/proc/${pid}/cwd`));
	const folder = 'value' in link ? link.value : undefined;
	if (!isDaemon || folder !== '/') {
		return folder;
	}

	const environment = await read(pid, 'environ');
	const variables = Array.isArray(environment) ? (environment as readonly string[]) : [];
	return variables.find((variable) => variable.startsWith('PWD=/'))?.slice('PWD='.length) ?? folder;
};
