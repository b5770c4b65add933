import type {OpenDevice} from '../../drivers/xenstore/device-file.ts';
import {encodeFrame, frameTypes, headerLength} from '../../drivers/xenstore/frame.ts';
import type {FakeStore} from '../drivers/xen/fake-store.ts';

/** A kernel's device that leads to this store. @param spoil changes what is about to be read. */
export const storeDevice =
	(store: FakeStore, spoil: (frame: Buffer) => Buffer): OpenDevice =>
	async () => {
		let ready = Buffer.alloc(0);
		let asked = Buffer.alloc(0);
		const say = (frame: Buffer): void => {
			ready = Buffer.concat([ready, spoil(frame)]);
		};
		const client = store.connect((path, token) => {
			const payload = Buffer.from(`${path}\0${token}\0`);
			say(encodeFrame({type: frameTypes.watchEvent, requestId: 0, payload}));
		});

		const answer = (request: Buffer): void => {
			const [type, requestId] = [request.readUInt32LE(0), request.readUInt32LE(4)];
			const reply = client.answer(type, request.subarray(headerLength));
			const isError = typeof reply === 'string';
			const payload = isError ? Buffer.from(`${reply}\0`) : reply;
			say(encodeFrame({type: isError ? frameTypes.error : type, requestId, payload}));
			client.afterwards();
		};

		return {
			read: async (buffer) => {
				const count = ready.copy(buffer);
				ready = ready.subarray(count);
				return count === 0 ? undefined : count;
			},
			write: async (bytes) => {
				asked = Buffer.concat([asked, bytes]);
				while (asked.length >= headerLength && asked.length >= headerLength + asked.readUInt32LE(12)) {
					const length = headerLength + asked.readUInt32LE(12);
					answer(asked.subarray(0, length));
					asked = asked.subarray(length);
				}

				return bytes.length;
			},
			close: async () => client.leave(),
		};
	};
