import {PassThrough, Writable} from 'node:stream';
import {setImmediate as turn} from 'node:timers/promises';
import {describe, expect, test} from 'vitest';
import {createOutput} from '../../source/app/output.ts';

const failing = (code: string): Writable => {
	const stream = new Writable({
		write(_chunk, _encoding, done) {
			done(Object.assign(new Error(`write ${code}`), {code}));
		},
	});
	stream.on('error', () => {});
	return stream;
};

const isSettled = async (promise: Promise<unknown>): Promise<boolean> => {
	let settled = false;
	const settle = () => {
		settled = true;
	};
	promise.then(settle, settle);
	await turn();
	await turn();
	return settled;
};

describe('an output', () => {
	test('resolves when the reader took the text', async () => {
		const taken: string[] = [];
		let take = () => {};
		const stream = new Writable({
			decodeStrings: false,
			write(chunk, _encoding, done) {
				taken.push(String(chunk));
				take = done;
			},
		});
		const written = createOutput(stream)('one\n');
		expect(await isSettled(written)).toBe(false);
		take();
		await written;
		expect(taken).toEqual(['one\n']);
	});

	test('writes nothing for nothing', async () => {
		await createOutput(failing('EIO'))('');
	});

	test('writes bytes as they are', async () => {
		const stream = new PassThrough();
		await createOutput(stream)(new Uint8Array([0xc3, 0xa9, 0x0a]));
		expect(String(stream.read())).toBe('é\n');
		await createOutput(failing('EIO'))(new Uint8Array());
	});

	test('keeps the order', async () => {
		const stream = new PassThrough();
		const write = createOutput(stream);
		await Promise.all(['1', '2', '3'].map(write));
		expect(String(stream.read())).toBe('123');
	});

	test('waits for ever on a reader that went away: the wait ends by the stream’s own error', async () => {
		expect(await isSettled(createOutput(failing('EPIPE'))('text'))).toBe(false);
	});

	test('tells every other failure', async () => {
		await expect(createOutput(failing('ENOSPC'))('text')).rejects.toThrow('ENOSPC');
	});
});
