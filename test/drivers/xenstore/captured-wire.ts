import {storeFixture} from '../xen/captured-store.ts';

export type Exchange = {
	readonly type: number;
	readonly texts: readonly string[];
	readonly request: Buffer;
	readonly reply: Buffer;
};

const bytesOf = (dump: string): Buffer =>
	Buffer.from(
		[...dump.matchAll(/^ {2}[\da-f]{4} {2}((?:[\da-f]{2} )+)/gm)]
			.map(([, hex]) => hex)
			.join('')
			.replaceAll(' ', ''),
		'hex',
	);

/** The exchanges of d-xenstore-wire.txt whose bytes were printed, in their order. */
export const readCapturedWire = (): readonly Exchange[] =>
	storeFixture('d-xenstore-wire.txt')
		.split(/^-- /m)
		.slice(1)
		.map((block) => {
			const [, type, path] = /^type=(\d+) path=(".*")$/m.exec(block) ?? [];
			const [request = '', reply = ''] = block.split(/^ response .*$/m);
			return {
				type: Number(type),
				texts: (JSON.parse(path ?? '""') as string).split('\0'),
				request: bytesOf(request),
				reply: bytesOf(reply.split(/^===/m)[0] ?? ''),
			};
		});
