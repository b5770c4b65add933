import {matchesFilter} from '../columns/rows.ts';
import type {Options} from '../options/options.ts';
import type {Sampler} from '../sampling/sampler.ts';
import {doubtNote} from '../usage/doubt-note.ts';
import {realDomains, sectorNote} from '../usage/sector-note.ts';

/** Pages of text and CSV that have bytes of disks. */
const pagesWithBytes = new Set(['domains', 'disks']);

/**
Tells, without a screen, that bytes of a shown disk depend on the size of a sector, and that bytes of a shown disk are in
doubt. Each is told once.
*/
export const watchBytes = (
	sampler: Pick<Sampler, 'usage'>,
	{command, page, filter}: Pick<Options, 'command' | 'page' | 'filter'>,
	log: (line: string) => void,
): void => {
	if ((command.name === 'text' || command.name === 'csv') && !pagesWithBytes.has(page)) {
		return;
	}

	for (const noteOf of [sectorNote, doubtNote]) {
		const stop = sampler.usage.subscribe(() => {
			const usage = sampler.usage.get();
			const shown = usage && realDomains(usage).filter((domain) => matchesFilter(domain, filter));
			const note = noteOf(shown ?? []);
			if (note !== undefined) {
				stop();
				log(note);
			}
		});
	}
};
