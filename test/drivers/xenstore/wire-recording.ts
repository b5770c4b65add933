import {storeFixture} from '../xen/captured-store.ts';

/** What went over a wire, as record-wire.mjs wrote it down: bytes to xenstored, bytes from it, or an errno of writing. */
export type WireStep =
	| {readonly dir: 'C' | 'S'; readonly bytes: Buffer}
	| {readonly dir: 'S'; readonly writeError: string};

type Line = {readonly dir?: 'C' | 'S'; readonly hex?: string; readonly writeError?: string};

export const readWireRecording = (name: string): readonly WireStep[] =>
	storeFixture(name)
		.trim()
		.split('\n')
		.map((line): WireStep => {
			const {dir, hex, writeError} = JSON.parse(line) as Line;
			if (writeError !== undefined) {
				return {dir: 'S', writeError};
			}

			if (dir === undefined || hex === undefined) {
				throw new Error(`${line} was not recorded`);
			}

			return {dir, bytes: Buffer.from(hex, 'hex')};
		});

/** All bytes that came from xenstored. */
export const bytesFrom = (steps: readonly WireStep[]): Buffer =>
	Buffer.concat(steps.flatMap((step) => (step.dir === 'S' && 'bytes' in step ? [step.bytes] : [])));
