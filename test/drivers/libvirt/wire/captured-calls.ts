import {readdirSync, readFileSync} from 'node:fs';

const fixture = (path: string): string =>
	readFileSync(new URL(`../../../fixtures/libvirt/wire/${path}`, import.meta.url), 'utf8');

/** One packet of a dump, with what stood above it: `GET_TYPE(3) call`. */
export type CapturedPacket = {readonly title: string; readonly bytes: Buffer};

const dumped = (block: string): Buffer =>
	Buffer.from(
		[...block.matchAll(/^[\da-f]{4} {2}((?:[\da-f]{2} ){1,16})/gm)]
			.map(([, hex]) => hex)
			.join('')
			.replaceAll(' ', ''),
		'hex',
	);

/** The packets of a dump, in their order. */
export const readCapturedCalls = (
	name: 'calls-test-driver.txt' | 'calls-qemu-session.txt',
): readonly CapturedPacket[] =>
	fixture(name)
		.split(/^## /m)
		.slice(1)
		.map((block) => ({
			title: (block.split('\n')[0] ?? '').replace(/ \d+ bytes$/, ''),
			bytes: dumped(block),
		}))
		// One of them was cut while it was printed.
		.filter(({bytes}) => bytes.length > 0 && bytes.length === bytes.readUInt32BE());

/** One packet of rpc-hex, such as `ro-4-memory-stats.reply`. */
export const readCapturedHex = (name: string): Buffer =>
	Buffer.from(fixture(`rpc-hex/${name}.hex`).replaceAll(/\s/g, ''), 'hex');

/** Names of all of rpc-hex. */
export const capturedHexNames = (): readonly string[] =>
	readdirSync(new URL('../../../fixtures/libvirt/wire/rpc-hex', import.meta.url)).map((name) =>
		name.replace(/\.hex$/, ''),
	);

/** Every packet that was captured. */
export const readCapturedPackets = (): readonly Buffer[] => [
	...[...readCapturedCalls('calls-test-driver.txt'), ...readCapturedCalls('calls-qemu-session.txt')].map(
		({bytes}) => bytes,
	),
	...capturedHexNames().map(readCapturedHex),
];

/** `virsh domstats` of two guests: keys and values as printed, by name of the domain. */
export const readVirshStats = (): ReadonlyMap<string, ReadonlyMap<string, string>> =>
	new Map(
		fixture('virsh-02-domstats.txt')
			.split(/^Domain: /m)
			.slice(1)
			.map((block) => [
				/^'(.*)'/.exec(block)?.[1] ?? '',
				new Map(
					[...block.matchAll(/^ {2}([^=\n]+)=(.*)$/gm)].map(([, key = '', value = '']) => [key, value]),
				),
			]),
	);
