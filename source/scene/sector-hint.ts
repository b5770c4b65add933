import {realDomains, sectorHint} from '../usage/sector-note.ts';
import type {SectorChoice} from '../usage/sector-size.ts';
import type {Usage} from '../usage/usage.ts';
import {reduceView} from '../view/reduce-view.ts';
import type {View} from '../view/view.ts';
import {createSectorCandidates} from './sector-candidates.ts';

/**
Says once what `x` does, from the first refresh on that has a disk for which `x` matters. The hint waits until the last
line has no problem, prompt or message. A person who pressed `x` by then gets no hint.
@param chosen the sector size at the start.
*/
export const createSectorHint = (chosen: SectorChoice): ((view: View, usage: Usage | undefined) => View) => {
	const candidates = createSectorCandidates();
	let known = false;
	return (view, usage) => {
		known ||= view.sectors !== chosen;
		const isFree = !view.message && !view.prompt && usage?.problems.length === 0;
		const text = known || !isFree ? undefined : sectorHint(candidates(realDomains(usage)));
		known ||= text !== undefined;
		return text === undefined ? view : reduceView(view, {type: 'message', text, yields: true});
	};
};
