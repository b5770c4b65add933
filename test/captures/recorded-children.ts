import {spawn} from 'node:child_process';
import type {Spawn} from '../../source/process/spawn.ts';
import {toBytes} from './entry.ts';
import type {Log} from './recorder.ts';
import {commandLine, StagedChild} from './staged-child.ts';

/** Starts children on this machine, and writes down what they say. */
export const recordedSpawn = ({happened, write}: Log): Spawn => {
	let count = 0;
	return (command, arguments_, options) => {
		const id = count;
		count += 1;
		const far = spawn(command, arguments_, options);
		const {pid} = far;
		write({
			did: 'spawn',
			child: id,
			command: commandLine(command, arguments_),
			...(pid === undefined ? {} : {pid}),
		});
		const near = new StagedChild({
			pid,
			onBytes: (bytes) => {
				write({did: 'write', child: id, bytes: toBytes(bytes)});
				far.stdin.write(bytes);
			},
			onInputEnd: () => far.stdin.end(),
			onKill: (signal) => void far.kill(signal),
		});
		far.stdin.on('error', () => {});
		far.on('error', (error: NodeJS.ErrnoException) => {
			if (pid === undefined) {
				const code = error.code ?? error.message;
				happened({step: 'unstarted', child: id, code}, () => near.failToStart(code));
			}
		});
		for (const stream of ['stdout', 'stderr'] as const) {
			far[stream].on('data', (bytes: Buffer) => {
				happened({step: 'printed', child: id, stream, bytes: toBytes(bytes)}, () =>
					near.print(stream, bytes),
				);
			});
			far[stream].on('end', () => {
				happened({step: 'closed', child: id, stream}, () => near.print(stream, undefined));
			});
		}

		far.on('exit', (status, signal) => {
			happened({step: 'exited', child: id, status, signal}, () => near.exit(status, signal));
		});
		far.on('close', () => happened({step: 'left', child: id}, () => near.leave()));
		return near.asChild();
	};
};
