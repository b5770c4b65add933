import type {DriverError} from '../../../source/driver-error.ts';
import {endsWithin} from '../../../source/ends-within.ts';
import {createLastWords} from '../../../source/last-words.ts';
import type {ByteLink} from './byte-link.ts';
import {closedByUs} from './closed-by-us.ts';
import type {Access, LibvirtTarget} from './libvirt-target.ts';
import {createLinkEnding} from './link-ending.ts';
import {sshArguments} from './ssh-arguments.ts';
import {type ChildWorld, type SshChild, startSshChild} from './ssh-child.ts';
import {saidLines, sshStartTrouble, sshTrouble} from './ssh-trouble.ts';
import {sshTextTrouble} from './text-trouble.ts';

export type SshLinkWorld = ChildWorld & {
	/** As $XDG_RUNTIME_DIR; absent: root's. */
	readonly sessionFolder?: string | undefined;
};

/** Seconds in which a child that says no more must be gone. */
const grace = 1;

const start = async (
	target: LibvirtTarget,
	{access, attended}: {readonly access: Access; readonly attended: boolean},
	world: SshLinkWorld,
): Promise<SshChild> => {
	const arguments_ = sshArguments(target, {access, attended, sessionFolder: world.sessionFolder});
	try {
		return await startSshChild(world, target.command ?? 'ssh', arguments_, !attended);
	} catch (error) {
		throw sshStartTrouble(target, error);
	}
};

/**
Starts the user's own ssh with a daemon's socket at its other end: keys, configuration, known hosts, agent and jump hosts
are its own. ssh gives no sign that it is there: the first answer of libvirt does, and `onEnd` tells why none will come.
@param attended somebody is at the terminal and ssh may ask there; otherwise it has no terminal.
@throws DriverError where ssh cannot be run.
*/
export const openSshLink = async (
	target: LibvirtTarget,
	access: Access,
	attended: boolean,
	world: SshLinkWorld,
): Promise<ByteLink> => {
	const child = await start(target, {access, attended}, world);
	const ending = createLinkEnding();
	const words = createLastWords();
	child.stderr.on('data', words.take);
	let told: DriverError | undefined;
	void child.ended.then((end) => {
		const trouble = sshTrouble(target, words.lines(), end);
		told = saidLines(words.lines()).length > 0 ? trouble : undefined;
		ending.end(trouble);
	});
	child.stdout.once('end', () => {
		void endsWithin(world.clock, grace, child.ended).then((isOver) => (isOver ? undefined : child.stop()));
	});

	return {
		write: (bytes) => {
			if (!ending.hasEnded() && child.stdin.writable) {
				child.stdin.write(bytes);
			}
		},
		listen: (onBytes, onEnd) => {
			ending.onEnd(onEnd);
			child.stdout.on('data', (bytes: Buffer) => {
				if (!ending.hasEnded()) {
					onBytes(bytes);
				}
			});
		},
		explain: (lines) => sshTextTrouble(target, lines, told),
		close: () => {
			ending.end(closedByUs());
			child.stdout.resume();
			return child.stop();
		},
	};
};
