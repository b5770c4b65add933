import type {Socket} from 'node:net';
import {createInterface} from 'node:readline';
import {commandKey, type Recording} from './recording.ts';

/**
Greets a client of QMP and answers from a recording, without an end and without a turn. What was not recorded is an error.
@param own what a command returns instead. Undefined: what was recorded.
*/
export const answerFromRecording = (
	socket: Socket,
	{greeting, replies}: Recording,
	own: (execute: string) => unknown,
): void => {
	const send = (message: unknown) => socket.write(`${JSON.stringify(message)}\r\n`);
	send(greeting);
	socket.on('error', () => {});
	createInterface({input: socket})
		.on('error', () => {})
		.on('line', (line) => {
			const {execute, arguments: given, id} = JSON.parse(line);
			const unknown = {error: {class: 'GenericError', desc: 'It is not in the recording'}};
			const value = own(execute);
			const reply =
				value === undefined ? (replies.get(commandKey(execute, given)) ?? unknown) : {return: value};
			send({...reply, id});
		});
};
