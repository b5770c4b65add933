import {settledWithin} from '../../../source/async/wait.ts';
import type {DriverError} from '../../../source/driver/driver-error.ts';
import {type Child, type ChildWorld, startChild} from '../../../source/process/child.ts';
import type {ByteStream} from './byte-stream.ts';
import {closedByUs} from './byte-stream.ts';
import {createCloseOnce} from './close-once.ts';
import type {Access, LibvirtTarget} from './libvirt-target.ts';
import {sshArguments} from './ssh-arguments.ts';
import {saidLines, sshStartTrouble, sshTrouble} from './ssh-trouble.ts';
import {sshTextTrouble} from './text-trouble.ts';

export type SshStreamWorld = ChildWorld & {
	/** As $XDG_RUNTIME_DIR. Undefined: the user is root. */
	readonly sessionFolder?: string | undefined;
};

/** Seconds from the end of a child's output until the child must be gone. */
const exitSeconds = 1;

/** Seconds from SIGTERM to SIGKILL. */
const terminateGraceSeconds = 1;

const start = async (
	target: LibvirtTarget,
	{access, attended}: {readonly access: Access; readonly attended: boolean},
	world: SshStreamWorld,
): Promise<Child> => {
	const arguments_ = sshArguments(target, {access, attended, sessionFolder: world.sessionFolder});
	const child = startChild(world, [target.command ?? 'ssh', ...arguments_], {
		terminateGraceSeconds,
		isDetached: !attended,
	});
	const {failure} = child.isStarted ? {} : await child.ended;
	if (failure) {
		throw sshStartTrouble(target, failure);
	}

	return child;
};

/**
Starts the user's own ssh with a daemon's socket at its other end. Keys, configuration, known hosts, agent and jump hosts are
those of ssh. ssh gives no sign that the connection stands: libvirt's first answer does, and `onEnd` says why none will come.
@param attended whether a person is at the terminal and ssh may ask there; otherwise ssh has no terminal
@throws DriverError where ssh cannot be run
*/
export const openSshStream = async (
	target: LibvirtTarget,
	access: Access,
	attended: boolean,
	world: SshStreamWorld,
): Promise<ByteStream> => {
	const child = await start(target, {access, attended}, world);
	const ending = createCloseOnce();
	let fault: DriverError | undefined;
	void child.ended.then((end) => {
		const trouble = sshTrouble(target, end.stderrLines, end);
		fault = saidLines(end.stderrLines).length > 0 ? trouble : undefined;
		ending.end(trouble);
	});
	void child.outputEnded.then(async () => {
		if (!(await settledWithin(world.clock, exitSeconds, child.ended))) {
			await child.close();
		}
	});

	return {
		write: (bytes) => {
			if (!ending.hasEnded()) {
				child.write(bytes);
			}
		},
		listen: (onBytes, onEnd) => {
			ending.onEnd(onEnd);
			child.listen((bytes) => {
				if (!ending.hasEnded()) {
					onBytes(bytes);
				}
			});
		},
		explain: (lines) => sshTextTrouble(target, lines, fault),
		close: () => {
			ending.end(closedByUs());
			return child.close();
		},
	};
};
