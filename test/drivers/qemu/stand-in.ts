/*
A stand-in for QEMU: run by a Node called qemu-system-x86_64 with QEMU's options behind it. It listens, counts who
connects and what is asked, and may become another user then, as -runas does. STAND_IN says how, stdin asks, stdout tells.
*/
import {chmodSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {connect, createServer} from 'node:net';
import process from 'node:process';
import {createInterface} from 'node:readline';
import type {StandInOptions} from './start-stand-in.ts';

const {
	listen = [],
	rename,
	hold = false,
	thread = process.pid,
	user,
	name = '',
}: StandInOptions = JSON.parse(process.env.STAND_IN ?? '{}');
const asked: string[] = [];
let served = 0;
let period = 0;

const say = (message: object) => process.stdout.write(`${JSON.stringify(message)}\n`);

const balloon = [{name: 'balloon0', type: 'child<virtio-balloon-pci>'}];
const properties = ['guest-stats', 'guest-stats-polling-interval'].map((one) => ({name: one, type: 'int'}));

const replies: Readonly<Record<string, (given: Readonly<Record<string, unknown>>) => unknown>> = {
	qmp_capabilities: () => ({}),
	'query-cpus-fast': () => [{'cpu-index': 0, 'thread-id': thread}],
	'query-name': () => ({name}),
	'query-uuid': () => ({UUID: '00000000-0000-0000-0000-000000000000'}),
	'query-status': () => ({status: 'running', running: true}),
	'query-blockstats': () => [],
	'query-block': () => [],
	'query-balloon': () => ({actual: 1024 ** 3}),
	'query-memory-size-summary': () => ({'base-memory': 1024 ** 3}),
	'qom-list': ({path}) =>
		path === '/machine/peripheral' ? balloon : path === '/machine/peripheral-anon' ? [] : properties,
	'qom-get': ({property}) => (property === 'guest-stats' ? {stats: {}, 'last-update': 0} : period),
	'qom-set': ({value}) => {
		period = Number(value);
		return {};
	},
};

const start = (path: string): Promise<void> =>
	new Promise((resolve) => {
		const server = createServer((socket) => {
			served += 1;
			socket.on('error', () => {});
			const send = (message: object) => socket.write(`${JSON.stringify(message)}\r\n`);
			send({QMP: {version: {qemu: {major: 10, minor: 0, micro: 0}, package: ''}, capabilities: []}});
			createInterface({input: socket})
				.on('line', (line) => {
					const {execute, arguments: given = {}, id} = JSON.parse(line);
					asked.push(execute);
					send({return: replies[execute]?.(given) ?? {}, id});
				})
				.on('error', () => {});
		});
		if (!path.startsWith('\0')) {
			rmSync(path, {force: true});
		}

		server.listen(path, resolve);
	});

createInterface({input: process.stdin})
	.on('line', () => say({served, asked, period}))
	.on('close', () => process.exit());
for (const path of listen) {
	await start(path);
}

if (rename) {
	renameSync(listen[0] ?? '', rename);
}

// Node names its thread otherwise, and who may not read its executable knows QEMU by this.
writeFileSync('/proc/self/comm', 'qemu-system-x86');
if (user !== undefined) {
	for (const path of listen) {
		chmodSync(path, 0o700);
	}

	process.setgroups?.([]);
	process.setgid?.(user);
	process.setuid?.(user);
}

if (hold) {
	await new Promise<void>((resolve) => {
		connect(listen[0] ?? '').once('data', () => resolve());
	});
}

say({pid: process.pid});
