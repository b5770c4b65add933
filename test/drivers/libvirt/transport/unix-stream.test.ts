import {chmodSync, mkdirSync, renameSync, symlinkSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import type {ByteStream} from '../../../../drivers/libvirt/transport/byte-stream.ts';
import {openByteStream} from '../../../../drivers/libvirt/transport/open-byte-stream.ts';
import {openTimeoutSeconds} from '../../../../drivers/libvirt/transport/open-timeout.ts';
import {readTarget} from '../../../../drivers/libvirt/transport/read-target.ts';
import {systemClock} from '../../../../source/async/clock.ts';
import {parseAddress} from '../../../../source/driver/address.ts';
import {activeResources, leftBehind} from '../../../helpers/active-resources.ts';
import {asNobody, nobodyReason} from '../../../helpers/as-nobody.ts';
import {eventually} from '../../../helpers/eventually.ts';
import {promptly} from '../../../helpers/promptly.ts';
import {skipBecause} from '../../../helpers/skip-because.ts';
import {temporaryFolder} from '../../../helpers/temporary-folder.ts';
import {startUnixServer} from '../../qemu/unix-server.ts';

const never = new AbortController().signal;

const open = (root: string, uri = 'qemu:///system', signal = never): Promise<ByteStream> =>
	openByteStream(readTarget(parseAddress(uri)), {
		access: 'read-only',
		attended: true,
		options: {
			root,
			clock: systemClock,
			spawn: () => {
				throw new Error('no command is started for a unix socket');
			},
		},
		signal,
	});

test('bytes go both ways, and closing leaves nothing', async () => {
	const before = activeResources();
	const root = temporaryFolder();
	const server = await startUnixServer(join(root, 'run/libvirt/libvirt-sock'), (client) => {
		client.on('data', (bytes) => client.write(`<${bytes}>`));
	});
	const link = await open(root);
	const ends: Error[] = [];
	const answer = new Promise<string>((resolve) => {
		link.listen(
			(bytes) => resolve(bytes.toString()),
			(reason) => ends.push(reason),
		);
	});
	link.write(Buffer.from('a'));
	expect(await promptly(answer, 'the answer')).toBe('<a>');
	await Promise.all([link.close(), link.close()]);
	link.write(Buffer.from('late'));
	expect(ends.map(({message}) => message)).toEqual(['The connection to libvirt was closed by domtop.']);
	await eventually(server.clients).toBe(0);
	await server.close();
	expect(await leftBehind(before)).toEqual([]);
});

test('a path longer than a socket’s address is reached', async () => {
	const root = temporaryFolder();
	const folder = 'x'.repeat(120);
	mkdirSync(join(root, folder));
	// Bound under a short name, found under the long one.
	await startUnixServer(join(root, 's'), (client) => client.write('hello'));
	symlinkSync(join(root, 's'), join(root, folder, 's'));
	const link = await open(root, `qemu:///system?socket=/${folder}/s`);
	const heard = new Promise<string>((resolve) => {
		link.listen(
			(bytes) => resolve(bytes.toString()),
			() => {},
		);
	});
	expect(await promptly(heard, 'a word')).toBe('hello');
	await link.close();
});

test('a daemon that hangs up is the end, told once, even before anybody listened', async () => {
	const root = temporaryFolder();
	const path = join(root, 'run/libvirt/libvirt-sock-ro');
	const server = await startUnixServer(path, (client) => {
		client.on('data', () => client.destroy());
	});
	const link = await open(root);
	const ends: Error[] = [];
	const ended = new Promise<void>((resolve) => {
		link.listen(
			() => {},
			(reason) => {
				ends.push(reason);
				resolve();
			},
		);
	});
	link.write(Buffer.from('a'));
	await promptly(ended, 'the end');
	link.write(Buffer.from('b'));
	await link.close();
	expect(ends).toEqual([
		expect.objectContaining({
			name: 'DriverError',
			message: `The libvirt daemon at ${path} ended the connection.`,
		}),
	]);

	const late = await open(root);
	await server.close();
	const end = new Promise<Error>((resolve) => late.listen(() => {}, resolve));
	expect((await promptly(end, 'the end')).message).toContain('ended the connection');
});

test('a socket that its daemon left behind is told of', async () => {
	const root = temporaryFolder();
	const path = join(root, 's');
	const server = await startUnixServer(path, () => {});
	renameSync(path, `${path}-kept`);
	await server.close();
	await expect(open(root, 'qemu:///system?socket=/s-kept')).rejects.toMatchObject({
		name: 'DriverError',
		message: `No process listens on ${path}-kept.`,
	});
	writeFileSync(join(root, 'file'), '');
	await expect(open(root, 'qemu:///system?socket=/file')).rejects.toMatchObject({
		message: `No process listens on ${path.replace(/s$/, 'file')}.`,
	});
});

test('a daemon whose queue is full is told of', async () => {
	const root = temporaryFolder();
	const path = join(root, 's');
	const server = createServer();
	await new Promise<void>((resolve) => server.listen({path, backlog: 1}, resolve));
	// Nothing is accepted while this process is in this turn.
	const links = await Promise.allSettled(
		Array.from({length: 8}, () => open(root, 'qemu:///system?socket=/s')),
	);
	await Promise.all(links.map((one) => (one.status === 'fulfilled' ? one.value.close() : undefined)));
	server.close();
	const refusals = links.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []));
	expect(refusals.length).toBeGreaterThan(0);
	expect(new Set(refusals)).toEqual(new Set([`DriverError: The daemon at ${path} takes no connection.`]));
});

test('opening is given up with the signal’s reason', async () => {
	const root = temporaryFolder();
	const server = await startUnixServer(join(root, 'run/libvirt/libvirt-sock'), () => {});
	const reason = new Error('enough');
	await expect(open(root, undefined, AbortSignal.abort(reason))).rejects.toBe(reason);
	const giveUp = new AbortController();
	const opening = open(root, undefined, giveUp.signal);
	giveUp.abort(reason);
	await expect(opening).rejects.toBe(reason);
	await eventually(server.clients).toBe(0);
});

test('somebody who may not open it reads why', async ({skip}) => {
	if (nobodyReason !== undefined) {
		skipBecause(skip, nobodyReason);
	}

	const script = fileURLToPath(new URL('choose-once.ts', import.meta.url));
	const root = temporaryFolder();
	const path = join(root, 'run/libvirt/libvirt-sock');
	await startUnixServer(path, () => {});
	chmodSync(root, 0o755);
	chmodSync(path, 0o700);
	const refusal = {
		isDriverError: true,
		message: `Cannot open ${path}: permission denied.`,
		advice: 'Join group libvirt, or run domtop as root.',
	};
	expect(await asNobody(script, root, 'qemu:///system')).toEqual(refusal);
	chmodSync(join(root, 'run/libvirt'), 0o700);
	expect(await asNobody(script, root, 'qemu:///system')).toMatchObject({
		isDriverError: true,
		message: 'Cannot open /run/libvirt/virtqemud-sock: permission denied.',
	});
});

test('a person has time to type, a daemon need not be waited for', () => {
	const timeoutSeconds = (uri: string, attended: boolean) =>
		openTimeoutSeconds(readTarget(parseAddress(uri)), attended);
	expect(timeoutSeconds('qemu:///system', true)).toBe(10);
	expect(timeoutSeconds('qemu+ssh://h/system', true)).toBe(150);
	expect(timeoutSeconds('qemu+ssh://h/system?no_tty=1', true)).toBe(20);
	expect(timeoutSeconds('qemu+ssh://h/system', false)).toBe(20);
});
