import {knownNumber} from '../../../source/model/known-count.ts';

/** What a line of `prlctl statistics --all` says. */
export type StatisticsLine =
	/** The block of this machine begins. */
	| {readonly kind: 'machine'; readonly uuid: string}
	| {readonly kind: 'counter'; readonly name: string; readonly value: number}
	/** The line should begin a block, but its machine is not known. */
	| {readonly kind: 'garbled'}
	/** A text, a classful counter, an unknown value (u64 −1), or a line of no known form. */
	| {readonly kind: 'other'};

const machine = /^\{([\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12})\}$/i;
/** The name ends at the first `:` and tab. Names of counters consist of letters, digits and dots. */
const counter = /^\t([\w.-]{1,128}):\t(\d{1,20})$/;
/** Names of texts. They stay texts even if they consist of digits. */
const text = /^guest\.fs\d+\.(?:name|type|mountpoint)$/;

/** Reads a line as PrlStat.cpp prints it: `{uuid}`, or a tab, a name, `:`, a tab, a value. Never throws. */
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
