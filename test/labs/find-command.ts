import {existsSync, readFileSync} from 'node:fs';
import {delimiter, join} from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** The command's file, as a shell would find it; root's folders count too, for `ip` and `modprobe`. */
export const findCommand = (name: string, environment: Environment): string | undefined =>
	[...(environment.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin']
		.map((folder) => join(folder, name))
		.find((file) => existsSync(file));

/**
Which of these commands are not here, a sentence each with what to do.
@param packages by command, the Debian package it is in.
*/
export const missingCommands = (
	packages: Readonly<Record<string, string>>,
	environment: Environment,
): readonly string[] => {
	const missing = Object.entries(packages)
		.filter(([command]) => findCommand(command, environment) === undefined)
		.map(([command, name]) => `There is no ${command}: install the Debian package ${name}.`);
	const busybox = 'busybox' in packages ? findCommand('busybox', environment) : undefined;
	if (busybox !== undefined && readFileSync(busybox).includes('/ld-linux')) {
		missing.push('busybox is not static: install the Debian package busybox-static.');
	}

	return missing;
};
