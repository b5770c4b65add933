import {existsSync, readFileSync} from 'node:fs';
import {delimiter, join} from 'node:path';
import {labCache} from './lab-cache.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The command's file, as a shell would find it; root's folders count too, for `ip`. */
export const findCommand = (name: string, environment: Environment): string | undefined =>
	[...(environment.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin']
		.map((folder) => join(folder, name))
		.find((file) => existsSync(file));

/** What the lab needs and does not find here, a sentence each with what to do; empty: it can run. */
export const missingNeeds = (environment: Environment): readonly string[] => {
	const packages = {
		'qemu-system-x86_64': 'qemu-system-x86',
		cpio: 'cpio',
		setpriv: 'util-linux',
		busybox: 'busybox-static',
	};
	const missing = Object.entries(packages)
		.filter(([command]) => findCommand(command, environment) === undefined)
		.map(([command, name]) => `There is no ${command}: install the Debian package ${name}.`);
	const busybox = findCommand('busybox', environment);
	if (busybox !== undefined && readFileSync(busybox).includes('/ld-linux')) {
		missing.push('busybox is not static: install the Debian package busybox-static.');
	}

	if (!existsSync(join(labCache(environment), 'kernel/vmlinuz'))) {
		missing.push(
			`There is no kernel in ${labCache(environment)}: run \`node test/labs/qemu/fetch-kernel.ts\`.`,
		);
	}

	return missing;
};
