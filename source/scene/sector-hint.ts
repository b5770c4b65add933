import {realDomains, sectorHint} from '../usage/sector-note.ts';
import type {SectorChoice} from '../usage/sector-size.ts';
import type {Usage} from '../usage/usage.ts';
import {reduceView} from '../view/reduce-view.ts';
import type {View} from '../view/view.ts';

/**
Says once what `x` does: with the first refresh that has a disk for which it matters, as soon as the last line is free of
problems, questions and messages. Whoever pressed `x` by then knows.
@param chosen at the start.
*/
export const createSectorHint = (chosen: SectorChoice): ((view: View, usage: Usage | undefined) => View) => {
	let known = false;
	return (view, usage) => {
		known ||= view.sectors !== chosen;
		const isFree = !view.message && !view.prompt && usage?.problems.length === 0;
		const text = known || !isFree ? undefined : sectorHint(realDomains(usage));
		known ||= text !== undefined;
		return text === undefined ? view : reduceView(view, {type: 'message', text, yields: true});
	};
};
