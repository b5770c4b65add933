import {tableLine} from '../../../source/columns/table-layout.ts';
import type {Scene} from '../../../source/scene/scene.ts';
import {textWidth} from '../../../source/text/fit-text.ts';
import type {Campaign} from '../campaign.ts';
import {type Fault, fault} from '../fault.ts';
import {fuzzedSession, someKeys} from '../fuzzed-session.ts';
import {oddSample} from '../odd-sample.ts';
import {lineFaults} from '../text-faults.ts';
import {textsIn} from '../usage-outputs.ts';

/** Domains at the most, in one input of many. */
const domainLimit = 400;

/** The lines of a scene, without those of its frame. */
const linesOf = ({body, view, terminalStyle}: Scene): readonly string[] => {
	if (body.kind === 'table') {
		const context = {cpuBase: view.cpuBase};
		return body.rows.slice(0, 50).map((row) => tableLine(body.placed, row, context, terminalStyle.ascii));
	}

	return textsIn({...body, usage: undefined, row: undefined, span: undefined});
};

const sceneFaults = (scene: Scene, names: readonly string[]): readonly Fault[] => {
	const lines = linesOf(scene);
	const given = [...names, ...textsIn(scene.view)];
	const {kind, span} = scene.body;
	const isTooWide = kind === 'table' && lines.some((line) => textWidth(line) > scene.size.columns);
	return [
		...lineFaults(lines, `the ${kind} page`, kind === 'problems' ? undefined : given),
		...(isTooWide ? [fault('width', 'a row is wider than the screen')] : []),
		// In an empty list the selection waits for its line to come back.
		...(span.count === 0 || (span.index >= 0 && span.index < span.count)
			? []
			: [fault('wrong', `at ${span.index} of ${span.count}`)]),
	];
};

/** Samples of any kind and keys of any kind, in turn. */
export const keys: Campaign = {
	name: 'keys',
	round: 30,
	open: () => ({
		next: (chance) => {
			const size = {columns: 1 + chance.below(220), rows: 1 + chance.below(60)};
			const count = chance.size(domainLimit * 100) > 1000 ? domainLimit : 5;
			const steps = Array.from({length: 4}, (_, index) => ({
				sample: oddSample(chance, 100 + index * 2, count),
				strokes: [someKeys(chance), someKeys(chance)],
			}));
			return {
				input: {size, strokes: steps.map(({strokes}) => strokes)},
				check: async () => {
					const {session, publish} = fuzzedSession(chance, size, chance.happens(0.3));
					const faults: Fault[] = [];
					const given = textsIn(steps.map(({sample}) => sample));
					for (const {sample, strokes} of steps) {
						publish(sample);
						for (const some of strokes) {
							session.press(some);
							faults.push(...sceneFaults(session.scene.get(), given));
						}

						session.resize({columns: 1 + chance.below(200), rows: 1 + chance.below(60)});
						// What was begun by a key says what came of it.
						await new Promise((resolve) => setImmediate(resolve));
						faults.push(...sceneFaults(session.scene.get(), given));
					}

					session.close();
					return faults;
				},
			};
		},
	}),
};
