import type {ChildProcessWithoutNullStreams} from 'node:child_process';
import {EventEmitter} from 'node:events';
import {PassThrough} from 'node:stream';
import type {Spawn} from '../../source/process/spawn.ts';
import {answerCall, FakeRefusal, type FakeSession, type FakeWorld} from '../drivers/libvirt/fake-calls.ts';
import {errorPayload, fakePacket, splitPackets} from '../drivers/libvirt/fake-wire.ts';

/** Changes the payload of a reply, or the whole packet. */
export type Spoil = {
	readonly payload: (procedure: number, payload: Buffer) => Buffer;
	readonly packet: (bytes: Buffer) => Buffer;
};

/** An ssh in this process with a libvirt daemon at its other end. */
export const libvirtFarSide =
	(world: FakeWorld, spoil: Spoil): Spawn =>
	() => {
		const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
		const session: FakeSession = {
			isAuthenticated: true,
			isOpen: false,
			isReadOnly: true,
			callbacks: new Map(),
		};
		const child = Object.assign(new EventEmitter(), {
			pid: 2 ** 22,
			stdin,
			stdout,
			stderr,
			kill: () => {
				end();
				return true;
			},
			unref: () => {},
		});
		let isOver = false;
		const end = (): void => {
			if (!isOver) {
				isOver = true;
				stdout.end();
				stderr.end();
				setImmediate(() => {
					child.emit('exit', 0, null);
					child.emit('close', 0, null);
				});
			}
		};

		let bytes = Buffer.alloc(0);
		const answer = async (procedure: number, serial: number, payload: Buffer): Promise<void> => {
			let reply: Partial<Parameters<typeof fakePacket>[0]>;
			try {
				const given = await answerCall(world, session, procedure, payload, () => {});
				reply = {payload: spoil.payload(procedure, given)};
			} catch (error) {
				const code = error instanceof FakeRefusal ? error.code : 39;
				reply = {status: 1, payload: spoil.payload(procedure, errorPayload(code, String(error)))};
			}

			if (!isOver) {
				stdout.write(spoil.packet(fakePacket({procedure, serial, ...reply})));
			}
		};

		stdin.on('data', (chunk: Buffer) => {
			const {packets, rest} = splitPackets(Buffer.concat([bytes, chunk]));
			bytes = Buffer.from(rest);
			for (const {type, procedure, serial, payload} of packets) {
				if (type === 0) {
					void answer(procedure, serial, payload);
				}
			}
		});
		stdin.on('finish', end);
		return child as unknown as ChildProcessWithoutNullStreams;
	};
