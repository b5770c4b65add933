import {execFileSync} from 'node:child_process';
import {gunzipSync, zstdDecompressSync} from 'node:zlib';

const starts = (data: Buffer, bytes: readonly number[]): boolean =>
	bytes.every((byte, index) => data[index] === byte);

const decompress = (payload: Buffer): Buffer => {
	if (starts(payload, [0xfd, 0x37, 0x7a, 0x58, 0x5a])) {
		return execFileSync('xz', ['--decompress', '--stdout', '--single-stream'], {
			input: payload,
			maxBuffer: 1024 ** 3,
		});
	}

	if (starts(payload, [0x1f, 0x8b])) {
		return gunzipSync(payload);
	}

	if (starts(payload, [0x28, 0xb5, 0x2f, 0xfd])) {
		return zstdDecompressSync(payload);
	}

	throw new Error(`The kernel is compressed in an unknown way: ${payload.subarray(0, 8).toString('hex')}.`);
};

/**
The ELF inside a bzImage. Linux's boot protocol (Documentation/arch/x86/boot.rst, 2.08) gives the payload's length, and its
offset from the end of the set-up sectors. The last 4 bytes of the payload are its uncompressed size.
*/
export const kernelPayload = (image: Buffer): Buffer => {
	const setupSectors = image.readUInt8(0x1f1) || 4;
	const start = (setupSectors + 1) * 512 + image.readUInt32LE(0x248);
	const kernel = decompress(image.subarray(start, start + image.readUInt32LE(0x24c) - 4));
	if (!starts(kernel, [0x7f, 0x45, 0x4c, 0x46])) {
		throw new Error('The kernel holds no ELF file.');
	}

	return kernel;
};
