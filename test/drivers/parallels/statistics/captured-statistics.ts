import {readFileSync} from 'node:fs';
import type {Block} from '../../../../drivers/parallels/statistics/block.ts';

/** What the real prlctl printed, see test/fixtures/parallels. */
export const capturedStatistics = readFileSync(
	new URL('../../../fixtures/parallels/prlctl-statistics-all-loop-filtered.txt', import.meta.url),
);

/** The blocks as they can be compared and printed. */
export const plainBlocks = (blocks: readonly Block[]) =>
	blocks.map(({uuid, counters}) => ({uuid, counters: Object.fromEntries(counters)}));

/** Another reader of the same text: all of it at once, with no bound and no care. */
export const readWhole = (text: string) =>
	text
		.split(/^\{/m)
		.slice(1)
		.map((block) => ({
			uuid: block.slice(0, 36),
			counters: Object.fromEntries(
				[...block.matchAll(/^\t(\S+):\t(\d+)$/gm)].map(([, name, value]) => [name, Number(value)]),
			),
		}));
