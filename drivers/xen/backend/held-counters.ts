import {closeSync, constants, openSync, type Stats, statSync} from 'node:fs';
import type {Clock} from '../../../source/async/clock.ts';
import {attempt} from '../../linux/read-file.ts';
import type {Count, CountReader} from './read-count.ts';

/** The open files of one device's counters, so that a refresh need not find and open each of them again. */
export type HeldCounters = {
	/** The present counts, in the order of the files. Undefined: they are not held, or not true any more; read them by name. */
	readonly read: () => readonly Count[] | undefined;
	/** Opens the files where there is room. Called after all of them were read by name. */
	readonly hold: () => void;
	readonly release: () => void;
};

/** What the held counters of all devices share. */
export type HeldWorld = {
	readonly clock: Pick<Clock, 'wall'>;
	readonly reader: CountReader;
	/** How many more files may be held open. */
	room: number;
};

/** What of a folder changes with its files: the folder made again, and a file that came or went. */
type Stamp = Pick<Stats, 'ino' | 'mtimeMs'>;

/** A change soon after another leaves the time as it was, so that a folder that has just changed is not relied on. */
const settledMilliseconds = 1000;

const isSame = (one: Stamp, other: Stamp): boolean => one.ino === other.ino && one.mtimeMs === other.mtimeMs;

/** @param folder of the counters. @param files their paths, in it. */
export const createHeldCounters = (
	world: HeldWorld,
	folder: string,
	files: readonly string[],
): HeldCounters => {
	let held: {readonly stamp: Stamp; readonly descriptors: readonly number[]} | undefined;

	const look = (): Stamp | undefined => {
		const stats = attempt(() => statSync(folder, {throwIfNoEntry: false}));
		return 'value' in stats ? stats.value : undefined;
	};

	const close = (descriptors: readonly number[]): void => {
		descriptors.forEach(closeSync);
		world.room += descriptors.length;
	};

	const release = (): void => {
		close(held?.descriptors ?? []);
		held = undefined;
	};

	return {
		read: () => {
			if (held === undefined) {
				return undefined;
			}

			const stamp = look();
			if (stamp !== undefined && isSame(stamp, held.stamp)) {
				const counts = held.descriptors.map(world.reader.readAgain);
				// The kernel answers ENODEV once it took the file away.
				if (!counts.includes('failed')) {
					return counts;
				}
			}

			release();
			return undefined;
		},
		hold: () => {
			const stamp = held === undefined && world.room >= files.length ? look() : undefined;
			if (stamp === undefined || world.clock.wall() - stamp.mtimeMs < settledMilliseconds) {
				return;
			}

			const descriptors: number[] = [];
			try {
				for (const file of files) {
					descriptors.push(openSync(file, constants.O_RDONLY | constants.O_NONBLOCK));
				}
			} catch {
				// One of them went, or descriptors ran out: what cannot be held is read by name.
			}

			world.room -= descriptors.length;
			const now = look();
			// All of them are of the folder that was looked at, or none is held.
			if (descriptors.length === files.length && now !== undefined && isSame(stamp, now)) {
				held = {stamp, descriptors};
			} else {
				close(descriptors);
			}
		},
		release,
	};
};
