import {existsSync, readFileSync} from 'node:fs';
import {delimiter, join} from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** The command's file, as a shell would find it. Root's folders count too, for `ip` and `modprobe`. */
export const findCommand = (name: string, environment: Environment): string | undefined =>
	[...(environment.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin']
		.map((folder) => join(folder, name))
		.find((file) => existsSync(file));

export const isInstalled = (name: string, environment: Environment): boolean =>
	findCommand(name, environment) !== undefined;

/**
The commands that are missing here: a sentence for each, with what to do.
@param packages the Debian package of each command, by command.
*/
export const missingCommands = (
	packages: Readonly<Record<string, string>>,
	environment: Environment,
): readonly string[] => {
	const missing = Object.entries(packages)
		.filter(([command]) => !isInstalled(command, environment))
		.map(([command, name]) => `There is no ${command}: install the Debian package ${name}.`);
	const busybox = 'busybox' in packages ? findCommand('busybox', environment) : undefined;
	if (busybox !== undefined && readFileSync(busybox).includes('/ld-linux')) {
		missing.push('busybox is not static: install the Debian package busybox-static.');
	}

	return missing;
};
