import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, onTestFinished, test} from 'vitest';
import {openRemote} from '../../../../drivers/libvirt/calls/open-remote.ts';
import type {ByteStream} from '../../../../drivers/libvirt/transport/byte-stream.ts';
import type {Access} from '../../../../drivers/libvirt/transport/libvirt-target.ts';
import {openByteStream} from '../../../../drivers/libvirt/transport/open-byte-stream.ts';
import {readTarget} from '../../../../drivers/libvirt/transport/read-target.ts';
import {type Clock, systemClock} from '../../../../source/async/clock.ts';
import {parseAddress} from '../../../../source/driver/address.ts';
import {activeResources, leftBehind} from '../../../helpers/active-resources.ts';
import {eventually} from '../../../helpers/eventually.ts';
import {createFakeClock, type FakeClock} from '../../../helpers/fake-clock.ts';
import {processState} from '../../../helpers/process-state.ts';
import {promptly} from '../../../helpers/promptly.ts';
import {temporaryFolder} from '../../../helpers/temporary-folder.ts';
import {startUnixServer} from '../../qemu/unix-server.ts';
import {createFailedChild} from '../../xen/fake-child.ts';
import {createStandIns, type StandIns} from './stand-in-ssh.ts';

const never = new AbortController().signal;

/** @param clock absent: a clock by which no timeout ends. */
type Opening = {readonly access?: Access; readonly attended?: boolean; readonly clock?: Clock};

const open = (
	{spawn}: Pick<StandIns, 'spawn'>,
	uri: string,
	{access = 'read-only', attended = false, clock = createFakeClock()}: Opening = {},
): Promise<ByteStream> =>
	openByteStream(readTarget(parseAddress(uri)), {
		access,
		attended,
		options: {root: '/', clock, spawn},
		signal: never,
	});

/** Lets the second pass that somebody waits for. */
const secondPasses = async (clock: FakeClock): Promise<void> => {
	await eventually(clock.sleeping).toContain(1);
	await clock.advance(1);
};

/** What comes out of a link, and how it ended. */
const listening = (link: ByteStream) => {
	let text = '';
	let onText = () => {};
	const ends: Error[] = [];
	const ended = new Promise<Error>((resolve) => {
		link.listen(
			(bytes) => {
				text += bytes.toString();
				onText();
			},
			(reason) => {
				ends.push(reason);
				resolve(reason);
			},
		);
	});
	return {
		ended,
		ends,
		heard: (part: string) =>
			promptly(
				new Promise<void>((resolve) => {
					onText = () => text.includes(part) && resolve();
					onText();
				}),
				`hearing ${part}`,
			),
	};
};

/** A server that greets and echoes, and the stand-ins beside it. */
const createWorld = async (socketName = 'daemon sock') => {
	const folder = temporaryFolder();
	const socket = join(folder, socketName);
	const server = await startUnixServer(socket, (client) => {
		client.write('hello');
		client.on('data', (bytes) => client.write(`<${bytes}>`));
	});
	return {socket, server, standIns: createStandIns(folder)};
};

const converse = async (link: ByteStream) => {
	const {heard} = listening(link);
	await heard('hello');
	link.write(Buffer.from('a'));
	await heard('<a>');
	await link.close();
};

describe('over the far shell the bytes go', () => {
	test('through virt-ssh-helper where it is, told to only read', async () => {
		const {socket, standIns, server} = await createWorld();
		standIns.addHelper(socket);
		await converse(await open(standIns, 'test+ssh://h/a%27%20$(touch%20x);b?c=%22d'));
		const name = "test:///a'%20$(touch%20x);b?c=%22d";
		expect(standIns.calls().slice(1)).toEqual([{name: 'virt-ssh-helper', arguments: ['-r', name]}]);
		await eventually(server.clients).toBe(0);
	});

	test('through netcat where it is not, with -q0 where netcat knows that', async () => {
		const {socket, standIns} = await createWorld();
		standIns.addNetcat('nc');
		const uri = `qemu+ssh://h/system?proxy=auto&socket=${encodeURIComponent(socket)}`;
		await converse(await open(standIns, uri));
		expect(standIns.calls().slice(1)).toEqual([
			{name: 'nc', arguments: ['-q']},
			{name: 'nc', arguments: ['-q0', '-U', socket]},
		]);
	});

	test.each([
		['o\'n $(touch x) `id`;"c', 'sock \' $(touch x) `id`;"&|<>*?#~[]{}\\!'],
		['plain', 'plain.sock'],
	])('through a netcat called %s, to a socket called %s', async (netcat, socketName) => {
		const {socket, standIns} = await createWorld(socketName);
		const path = standIns.place(netcat);
		standIns.addNetcat(path);
		const query = [path, socket].map(encodeURIComponent);
		await converse(await open(standIns, `qemu+ssh://h/system?netcat=${query[0]}&socket=${query[1]}`));
		expect(standIns.calls().at(-1)).toEqual({name: path, arguments: ['-q0', '-U', socket]});
	});
});

describe('the child', () => {
	/** Session (field 6 of proc_pid_stat(5)). */
	const sessionOf = (pid: number | string): string =>
		readFileSync(`/proc/${pid}/stat`, 'utf8')
			.replace(/^.*\) /, '')
			.split(' ')[3] ?? '';

	test('stays at our terminal where somebody may be asked there, otherwise it has a session of its own', async () => {
		const {socket, standIns} = await createWorld();
		standIns.addHelper(socket);
		const attended = await open(standIns, 'qemu+ssh://h/system', {attended: true});
		const alone = await open(standIns, 'qemu+ssh://h/system');
		const forbidden = await open(standIns, 'qemu+ssh://h/system?no_tty=1', {attended: true});
		await Promise.all([attended, alone, forbidden].map((link) => listening(link).heard('hello')));
		expect(standIns.started().map(sessionOf)).toEqual([
			sessionOf('self'),
			...standIns.started().slice(1).map(String),
		]);
		await Promise.all([attended, alone, forbidden].map((link) => link.close()));
		expect(standIns.started().map(processState)).toEqual([undefined, undefined, undefined]);
		const given = standIns.calls().filter(({name}) => name === 'ssh');
		expect(given.filter((call) => call.arguments.includes('BatchMode=yes'))).toHaveLength(2);
	});

	test('that ends says why, once, in its last words', async () => {
		const standIns = createStandIns(temporaryFolder());
		standIns.addShell(
			'ssh',
			'echo "Warning: Permanently added h" >&2; printf "u@h: Permission denied (publickey).\\r\\n" >&2; exit 255',
		);
		const {ended, ends} = listening(await open(standIns, 'qemu+ssh://u@h:7/system'));
		expect(await promptly(ended, 'the end')).toMatchObject({
			name: 'DriverError',
			message: 'ssh to h ended: u@h: Permission denied (publickey).',
			advice: 'Let a key in with ssh-copy-id, or load yours into ssh-agent, until ssh -p 7 u@h asks nothing.',
		});
		expect(ends).toHaveLength(1);
	});

	test('that ended before anybody listened is told of too', async () => {
		const standIns = createStandIns(temporaryFolder());
		standIns.addShell('ssh', 'exit 3');
		const link = await open(standIns, 'qemu+ssh://h/system');
		await eventually(() => processState(standIns.started()[0] ?? 0)).toBeUndefined();
		expect(await promptly(listening(link).ended, 'the end')).toMatchObject({
			message: 'ssh to h ended with status 3 without a message.',
		});
		await link.close();
	});

	test('whose far end closed is not kept', async () => {
		const standIns = createStandIns(temporaryFolder());
		standIns.addShell('ssh', 'exec 1>&-; while :; do /bin/sleep 0.05; done');
		const clock = createFakeClock();
		const link = await open(standIns, 'qemu+ssh://h/system', {clock});
		const {ended} = listening(link);
		await secondPasses(clock);
		expect((await promptly(ended, 'the end')).message).toBe('ssh to h ended by SIGTERM without a message.');
		expect(processState(standIns.started()[0] ?? 0)).toBeUndefined();
	});

	test('that cannot be started is an error with advice', async () => {
		const standIns = createStandIns(temporaryFolder());
		const command = standIns.place('none');
		await expect(open(standIns, `qemu+ssh://h/system?command=${command}`)).rejects.toMatchObject({
			name: 'DriverError',
			message: `${command} cannot be run (ENOENT).`,
			advice: 'Give the path of an ssh in command=, or leave it out.',
		});
		for (const code of ['EMFILE', 'EAGAIN']) {
			await expect(open({spawn: () => createFailedChild(code)}, 'qemu+ssh://h/system')).rejects.toMatchObject(
				{message: `ssh cannot be started (${code}).`},
			);
		}
	});

	test('whose standard error never ends does not fill the memory, nor the screen', async () => {
		const standIns = createStandIns(temporaryFolder());
		standIns.addShell(
			'ssh',
			`i=0; while [ $i -lt 3000 ]; do echo "line $i ${'x'.repeat(300)}" >&2; i=$((i+1)); done; printf '\\033[2Jodd\\n' >&2`,
		);
		const {message} = await listening(await open(standIns, 'qemu+ssh://h/system')).ended;
		expect(message).toBe('ssh to h ended: \uFFFD[2Jodd.');
	});
});

describe('closing', () => {
	test('ends the child, tells it once, and leaves nothing', async () => {
		const before = activeResources();
		const {socket, standIns, server} = await createWorld();
		standIns.addHelper(socket);
		const link = await open(standIns, 'qemu+ssh://h/system');
		const {heard, ended, ends} = listening(link);
		await heard('hello');
		await Promise.all([link.close(), link.close()]);
		expect((await ended).message).toBe('The connection to libvirt was closed by domtop.');
		link.write(Buffer.from('late'));
		expect(standIns.started().map(processState)).toEqual([undefined]);
		await eventually(server.clients).toBe(0);
		await server.close();
		expect(ends).toHaveLength(1);
		expect(await leftBehind(before)).toEqual([]);
	});

	test('kills a child that does not end', async () => {
		const standIns = createStandIns(temporaryFolder());
		standIns.addShell('ssh', "trap '' TERM HUP; echo up; while :; do /bin/sleep 0.05; done");
		const clock = createFakeClock();
		const link = await open(standIns, 'qemu+ssh://h/system', {attended: true, clock});
		await listening(link).heard('up');
		const closing = link.close();
		await secondPasses(clock);
		await promptly(closing, 'closing');
		expect(standIns.started().map(processState)).toEqual([undefined]);
	});

	test('ends what a wrapper in place of ssh left behind', async () => {
		const standIns = createStandIns(temporaryFolder());
		standIns.addShell('ssh', '/bin/sleep 1000 & echo "pid $! ."; wait');
		const clock = createFakeClock();
		const link = await open(standIns, 'qemu+ssh://h/system', {clock});
		let said = '';
		const listened = new Promise<void>((resolve) => {
			link.listen(
				(bytes) => {
					said += bytes.toString();
					if (said.includes('.')) {
						resolve();
					}
				},
				() => {},
			);
		});
		await promptly(listened, 'the pid');
		const left = Number(/pid (\d+)/.exec(said)?.[1]);
		const isThere = () => ![undefined, 'Z'].includes(processState(left));
		onTestFinished(() => {
			if (isThere()) {
				process.kill(left, 'SIGKILL');
			}
		});
		expect(isThere()).toBe(true);
		const closing = link.close();
		// It waits for the end of the wrapper, then for that of what the wrapper left behind.
		await eventually(() => processState(standIns.started()[0] ?? 0)).toBeUndefined();
		await secondPasses(clock);
		await promptly(closing, 'closing');
		// Nobody may be there to bury it.
		await eventually(isThere).toBe(false);
	});
});

describe('a far side that prints', () => {
	const openThere = async (script: string) => {
		const {standIns} = await createWorld();
		standIns.addShell('virt-ssh-helper', script);
		const link = await open(standIns, 'qemu+ssh://u@h/system', {clock: systemClock});
		return openRemote(link, {name: 'qemu:///system', readOnly: true, clock: systemClock}).catch(
			(error: Error) => error,
		);
	};

	test('is told so in its own words, also where it ends then', async () => {
		for (const end of ['read line', 'exit 0', 'exit 1']) {
			const refusal = await openThere(`printf 'Welcome to \\033[1mhost-17\\033[0m!\\n'; ${end}`);
			expect(refusal).toMatchObject({
				message: 'h printed text where libvirt’s protocol belongs: "Welcome to host-17!".',
				advice: expect.stringContaining('.bashrc'),
			});
		}
	});

	test('and fails beside it: what failed comes first', async () => {
		const refusal = await openThere('echo Welcome; echo "nc: command not found" >&2; exit 127');
		expect(refusal).toMatchObject({
			message: expect.stringMatching(/^ssh to h ended: nc: command not found\. Before that .*"Welcome"\.$/),
			advice: expect.stringContaining('netcat-openbsd'),
		});
	});
});
