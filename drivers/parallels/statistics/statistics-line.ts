import {knownNumber} from '../../../source/model/known-count.ts';

/** What a line of `prlctl statistics --all` says. */
export type StatisticsLine =
	/** The block of this machine begins. */
	| {readonly kind: 'machine'; readonly uuid: string}
	| {readonly kind: 'counter'; readonly name: string; readonly value: number}
	/** It should begin a block, and whose is not known. */
	| {readonly kind: 'garbled'}
	/** A text, a classful counter, the unknown (u64 −1), or nothing that is known. */
	| {readonly kind: 'other'};

const machine = /^\{([\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12})\}$/i;
/** Up to the first `:` and tab; names of counters are of letters, digits and dots. */
const counter = /^\t([\w.-]{1,128}):\t(\d{1,20})$/;
/** Texts, even where they are made of digits. */
const text = /^guest\.fs\d+\.(?:name|type|mountpoint)$/;

/** Of PrlStat.cpp: `{uuid}`, or a tab, a name, `:`, a tab, a value. Never throws. */
export const readStatisticsLine = (line: string): StatisticsLine => {
	if (line.startsWith('{')) {
		const uuid = machine.exec(line)?.[1];
		return uuid === undefined ? {kind: 'garbled'} : {kind: 'machine', uuid: uuid.toLowerCase()};
	}

	const [, name, digits] = counter.exec(line) ?? [];
	const value = knownNumber(Number(digits));
	return name === undefined || value === undefined || text.test(name)
		? {kind: 'other'}
		: {kind: 'counter', name, value};
};
