import type {DiskCounters} from '../../../source/model/sample.ts';
import type {BlockEntry} from '../../qmp/block-counters.ts';
import {blockKey} from '../../qmp/block-sources.ts';
import type {StoreDisk} from '../../xenstore/store-domain.ts';
import type {VbdCounters} from './backend.ts';
import {createIncarnation, type Incarnation} from './incarnation.ts';
import {qdiskEntries} from './qdisk-entries.ts';
import type {QdiskReading} from './qdisk-reading.ts';

/** Turns QEMU's reply into the counters of a domain's disks, by devid, each with its incarnation and time. */
export type QdiskCounter = (
	disks: readonly StoreDisk[],
	reading: QdiskReading,
) => ReadonlyMap<number, VbdCounters>;

/** Adds up each counter; a counter that one entry lacks is unknown. */
const sum = (all: readonly DiskCounters[]): DiskCounters => {
	const [first = {}, ...others] = all;
	const total: Partial<Record<keyof DiskCounters, number>> = {};
	for (const name of Object.keys(first) as (keyof DiskCounters)[]) {
		const values = [first, ...others].map((counters) => counters[name]);
		if (values.every((value) => value !== undefined)) {
			total[name] = values.reduce((one, other) => one + other, 0);
		}
	}

	return total;
};

const identityOf = (entries: readonly BlockEntry[]): string =>
	entries.map((entry) => `${blockKey(entry)}|${entry.node}`).join(',');

export const createQdiskCounter = (): QdiskCounter => {
	let incarnations: ReadonlyMap<number, Incarnation> = new Map();

	return (disks, {at, entries, images}) => {
		const before = incarnations;
		incarnations = new Map(disks.map(({devid}) => [devid, before.get(devid) ?? createIncarnation()]));
		const found = qdiskEntries(disks, entries, images);
		return new Map(
			disks.map(({devid}): [number, VbdCounters] => {
				const own = found.get(devid) ?? [];
				if (own === 'unclear') {
					return [devid, {reason: 'QEMU does not distinguish it from another disk of the same image'}];
				}

				if (own.length === 0) {
					return [devid, {reason: 'QEMU does not list it'}];
				}

				// An empty drive counts only commands that moved no data of a disk.
				const filled = own.filter(({node}) => node !== '');
				if (filled.length === 0) {
					return [devid, {reason: 'no medium'}];
				}

				const counters = sum(filled.map((entry) => entry.counters));
				const incarnation = incarnations.get(devid)?.next(identityOf(filled), counters);
				return [devid, {...counters, incarnation, at}];
			}),
		);
	};
};
