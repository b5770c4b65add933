import {spawn as spawnChild} from 'node:child_process';
import {chmodSync, existsSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Spawn} from '../../../../source/process/spawn.ts';

/** What the stand-ins were called with, by the command's name, in their order. */
export type Call = {readonly name: string; readonly arguments: readonly string[]};

export type StandIns = {
	/** Finds the stand-ins and nothing else but a shell, grep and node. */
	readonly spawn: Spawn;
	readonly calls: () => readonly Call[];
	/** Pids of the children that were started, in their order. */
	readonly started: () => readonly number[];
	/** A path in the folder of the stand-ins. */
	readonly place: (name: string) => string;
	/** Adds a command, of a shell's text. */
	readonly addShell: (name: string, text: string) => void;
	/** Adds a netcat (`[-q0] -U socket`), by name or path. */
	readonly addNetcat: (name: string) => void;
	/** Adds a virt-ssh-helper (`[-r] uri`) that leads to this socket. */
	readonly addHelper: (socket: string) => void;
};

const find = (name: string): string => {
	const path = ['/usr/bin', '/bin'].map((folder) => `${folder}/${name}`).find((one) => existsSync(one));
	if (path === undefined) {
		throw new Error(`there is no ${name}`);
	}

	return path;
};

/** The whole of a relay between its own streams and a unix socket, in node. */
const relay = (log: string, name: string, socket: string): string => `#!${process.execPath}
const {appendFileSync} = require('node:fs');
const {connect} = require('node:net');
const given = process.argv.slice(2);
appendFileSync(${JSON.stringify(log)}, JSON.stringify({name: ${JSON.stringify(name)}, arguments: given}) + '\\n');
if (given.length === 1 && given[0] === '-q') {
	console.error('nc: option requires an argument -- q');
	process.exit(1);
}
const socket = connect(${socket});
socket.on('error', (error) => {
	console.error(${JSON.stringify(name)} + ': unix connect failed: ' + error.message);
	process.exit(1);
});
socket.on('close', () => process.exit(0));
process.stdin.pipe(socket);
socket.pipe(process.stdout);
`;

/** An ssh that runs the command here: the last two arguments are host and command. */
const sshText = (log: string): string => `#!${process.execPath}
const {appendFileSync} = require('node:fs');
const {spawn} = require('node:child_process');
const given = process.argv.slice(2);
appendFileSync(${JSON.stringify(log)}, JSON.stringify({name: 'ssh', arguments: given}) + '\\n');
if (given.at(-3) !== '--') {
	console.error('this ssh wants -- before the host');
	process.exit(255);
}
const child = spawn('sh', ['-c', given.at(-1)], {stdio: 'inherit'});
child.on('close', (status) => process.exit(status ?? 255));
process.on('SIGTERM', () => {
	child.kill();
	process.exit(255);
});
`;

/** @param folder a temporary one, where all of it is put. */
export const createStandIns = (folder: string): StandIns => {
	const log = join(folder, 'calls');
	const pids: number[] = [];
	const place = (name: string): string => (name.startsWith('/') ? name : join(folder, name));
	const add = (name: string, text: string) => {
		writeFileSync(place(name), text);
		chmodSync(place(name), 0o755);
	};

	for (const name of ['sh', 'grep', 'which']) {
		symlinkSync(find(name), place(name));
	}

	add('ssh', sshText(log));
	return {
		spawn: (command, arguments_, options) => {
			const child = spawnChild(command, arguments_, {...options, env: {PATH: folder}});
			if (child.pid !== undefined) {
				pids.push(child.pid);
			}

			return child;
		},
		calls: () =>
			existsSync(log)
				? readFileSync(log, 'utf8')
						.trimEnd()
						.split('\n')
						.map((line) => JSON.parse(line) as Call)
				: [],
		started: () => pids,
		place,
		addShell: (name, text) => add(name, `#!/bin/sh\n${text}\n`),
		addNetcat: (name) => add(name, relay(log, name, "given[given.indexOf('-U') + 1]")),
		addHelper: (socket) => add('virt-ssh-helper', relay(log, 'virt-ssh-helper', JSON.stringify(socket))),
	};
};
