import {spawn} from 'node:child_process';
import type {ProcessContext} from '../../../drivers/qemu/context.ts';
import {ownUsers} from '../../../drivers/qemu/own-users.ts';
import type {Clock} from '../../../source/async/clock.ts';
import type {Spawn} from '../../../source/process/spawn.ts';

/** Who runs the tests: the captured processes are that user's, as the sockets made for them are. */
export const ownUser = process.geteuid?.() ?? 0;

/** The one command that this driver starts: it reads the command lines of strangers' processes. */
export const spawnHead: Spawn = (command, parameters) => {
	if (command !== 'head') {
		throw new Error(`${command} is not started by this driver`);
	}

	return spawn(command, parameters);
};

export const processWorld = (root: string, clock: Clock): ProcessContext => ({
	root,
	clock,
	spawn: spawnHead,
	isOwn: ownUsers({user: ownUser}),
});
