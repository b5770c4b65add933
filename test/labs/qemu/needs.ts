import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {missingCommands} from '../find-command.ts';
import {labCache} from '../lab-cache.ts';

/** What the lab needs and does not find here, a sentence each with what to do; empty: it can run. */
export const missingNeeds = (
	environment: Readonly<Record<string, string | undefined>>,
): readonly string[] => {
	const missing = missingCommands(
		{
			'qemu-system-x86_64': 'qemu-system-x86',
			cpio: 'cpio',
			setpriv: 'util-linux',
			busybox: 'busybox-static',
		},
		environment,
	);
	return existsSync(join(labCache(environment), 'kernel/vmlinuz'))
		? missing
		: [
				...missing,
				`There is no kernel in ${labCache(environment)}: run \`node test/labs/qemu/fetch-kernel.ts\`.`,
			];
};
