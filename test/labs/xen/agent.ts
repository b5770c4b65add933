/**
Runs in dom0 and serves the tests over a port of their machine: starts commands, passes on their output, and tells how they
ended. It is copied to dom0 without its types.
*/
import {type ChildProcessWithoutNullStreams, spawn} from 'node:child_process';
import {open} from 'node:fs/promises';
import {StringDecoder} from 'node:string_decoder';
import {setTimeout} from 'node:timers/promises';
import type {Answer, Request} from './agent-messages.ts';

// Only one process may have the port open.
const port = await open(process.argv[2] ?? '', 'r+');
const output = port.createWriteStream();
const children = new Map<number, ChildProcessWithoutNullStreams>();
const answer = (message: Answer): void => {
	output.write(`${JSON.stringify(message)}\n`);
};

/** Sends a signal to a command and all that it started. */
const send = ({pid}: ChildProcessWithoutNullStreams, signal: string): void => {
	try {
		process.kill(-(pid ?? 0), signal as NodeJS.Signals);
	} catch {
		// It ended meanwhile.
	}
};

const start = (id: number, line: string): void => {
	const child = spawn('/bin/bash', ['-c', line], {detached: true});
	children.set(id, child);
	child.stdin.on('error', () => undefined);
	for (const stream of ['stdout', 'stderr'] as const) {
		child[stream].setEncoding('utf8').on('data', (text: string) => {
			answer({id, stream, text, at: Date.now()});
		});
	}

	child.on('error', (error) => answer({id, stream: 'stderr', text: String(error), at: Date.now()}));
	child.on('close', (code, signal) => {
		children.delete(id);
		answer({id, code, signal});
	});
};

const obey = (request: Request): void => {
	if ('hello' in request) {
		for (const child of children.values()) {
			send(child, 'SIGKILL');
		}

		answer(request);
		return;
	}

	if ('start' in request) {
		start(request.id, request.start);
		return;
	}

	const child = children.get(request.id);
	if (child && 'input' in request) {
		child.stdin.write(request.input);
	} else if (child && 'signal' in request) {
		send(child, request.signal);
	}
};

/** Parses a request. A test that was cut off may leave half a line. */
const parse = (line: string): Request | undefined => {
	try {
		return JSON.parse(line);
	} catch {
		return undefined;
	}
};

/** Reads requests for ever. The port reads as ended for as long as no process listens at its other side. */
const listen = async (): Promise<void> => {
	const decoder = new StringDecoder('utf8');
	const buffer = Buffer.alloc(16 * 1024);
	let rest = '';
	for (;;) {
		const {bytesRead} = await port.read(buffer, 0, buffer.length, null);
		if (bytesRead === 0) {
			await setTimeout(50);
			continue;
		}

		const lines = (rest + decoder.write(buffer.subarray(0, bytesRead))).split('\n');
		rest = lines.pop() ?? '';
		for (const request of lines.map(parse)) {
			if (request !== undefined) {
				obey(request);
			}
		}
	}
};

await listen();
