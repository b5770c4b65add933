import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {startFakeQemu} from '../drivers/qemu/fake-qemu.ts';
import {readRecording} from '../drivers/qemu/recording.ts';
import {builtProgram} from '../helpers/built-program.ts';
import {openTerminal} from '../helpers/real-terminal.ts';
import {openSandbox} from '../helpers/sandbox.ts';
import {skipBecause} from '../helpers/skip-because.ts';

const strace = '/usr/bin/strace';

/** What a monitor is asked: of these none changes anything. */
const queries = [
	'qmp_capabilities',
	'qom-get',
	'qom-list',
	'query-balloon',
	'query-block',
	'query-blockstats',
	'query-cpus-fast',
	'query-memory-devices',
	'query-memory-size-summary',
	'query-name',
	'query-status',
	'query-uuid',
];

/** System calls that make, change or remove a file. */
const changing =
	/^\d+ +(?:creat|mkdir|mkdirat|rename|renameat2?|unlink|unlinkat|rmdir|link|linkat|symlink|symlinkat|mknod|mknodat|truncate|ftruncate|chmod|fchmod|fchmodat|chown|fchown|lchown|fchownat|utime|utimensat|setxattr)\(/;
const opensForWriting = /^\d+ +open(?:at)?\(.*\bO_(?:WRONLY|RDWR|CREAT|TRUNC)\b/;

test('under --read-only nothing but queries is sent, and nothing but the cache is written', {
	timeout: 120_000,
}, async (context) => {
	if (!existsSync(strace)) {
		skipBecause(context.skip, 'there is no strace');
	}

	const sandbox = openSandbox(context);
	const socket = join(sandbox.folder, 'guest.sock');
	const qemu = await startFakeQemu(socket, readRecording('qmp-drive.jsonl'));
	const trace = join(sandbox.folder, 'trace');
	const program = builtProgram(['-c', `qmp://${socket}`, '--read-only', '-d', '0.2']);
	const terminal = openTerminal(sandbox, [strace, '-f', '-qq', '-s', '400', '-o', trace, ...program]);
	await terminal.until(/^>\S/m);
	terminal.type('p');
	await terminal.until('The balloon period of qa cannot be set: read-only.');
	for (const page of ['1', '2', '3', '4', '0', '\r']) {
		terminal.type(page);
	}

	await terminal.until(/^>disk0 /m);
	terminal.type('qq');
	await terminal.ended;

	expect([...new Set(qemu.asked)].filter((command) => !queries.includes(command))).toEqual([]);
	const lines = readFileSync(trace, 'utf8').split('\n');
	const sent = lines.flatMap((line) =>
		[...line.matchAll(/\\"execute\\":\\"([\w-]+)\\"/g)].map(([, name = '']) => name),
	);
	expect([...new Set(sent)].filter((command) => !queries.includes(command))).toEqual([]);
	expect(sent.length).toBeGreaterThan(5);
	const written = lines
		.filter((line) => changing.test(line) || opensForWriting.test(line))
		.filter(
			(line) => !line.includes(join(sandbox.folder, 'cache/')) && !line.includes(`"${sandbox.folder}/cache"`),
		)
		.filter(
			(line) =>
				!/"\/(?:dev\/(?:null|tty|pts\/\d+)|proc\/self\/fd\/1)"/.test(line) &&
				!line.includes(`"${terminal.device}"`),
		)
		.filter((line) => !/= -1 E/.test(line));
	expect(written).toEqual([]);
	const connected = lines.filter((line) => /^\d+ +connect\(.*AF_(?:UNIX|INET)/.test(line));
	expect(connected.filter((line) => !line.includes('/proc/self/fd/'))).toEqual([]);
});
