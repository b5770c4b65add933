import type {Scene} from '../../../source/scene/scene.ts';
import {textWidth} from '../../../source/text/fit-text.ts';
import type {Campaign} from '../campaign.ts';
import {type Fault, fault} from '../fault.ts';
import {fuzzedSession, someKeys} from '../fuzzed-session.ts';
import {loadFrame} from '../load-frame.ts';
import {oddSample} from '../odd-sample.ts';
import {lineFaults} from '../text-faults.ts';
import {textsIn} from '../usage-outputs.ts';

const frameFaults = (drawn: string, {size, terminalStyle, usage, view, body}: Scene): readonly Fault[] => {
	const lines = drawn.split('\n');
	const given = textsIn([usage?.domains.map(({domain}) => domain), usage?.problems, usage?.hosts, view]);
	const wide = lines.find((line) => textWidth(line) > size.columns);
	const odd = terminalStyle.ascii ? lines.find((line) => !/^[\u0020-\u007E]*$/.test(line)) : undefined;
	return [
		...lineFaults(lines, 'the frame', body.kind === 'problems' ? undefined : given),
		...(wide === undefined ? [] : [fault('width', `${textWidth(wide)} of ${size.columns} columns: ${wide}`)]),
		...(lines.length > size.rows ? [fault('width', `${lines.length} of ${size.rows} lines`)] : []),
		...(odd === undefined ? [] : [fault('wrong', `no ASCII: ${odd}`)]),
	];
};

/** Whole frames, drawn by Ink, of samples and views of any kind. */
export const frames: Campaign = {
	name: 'frames',
	round: 30,
	open: async () => {
		const {renderScene} = await loadFrame();
		return {
			next: (chance) => {
				const size = {columns: 1 + chance.below(220), rows: 1 + chance.below(60)};
				const ascii = chance.happens(0.3);
				const samples = [100, 102].map((at) => oddSample(chance, at, 5));
				const strokes = chance.happens(0.6) ? someKeys(chance) : [];
				return {
					input: {size, ascii, strokes, samples},
					check: async () => {
						const {session, publish} = fuzzedSession(chance, size, ascii);
						samples.forEach(publish);
						session.press(strokes);
						await new Promise((resolve) => setImmediate(resolve));
						const scene = session.scene.get();
						session.close();
						return frameFaults(renderScene(scene), scene);
					},
				};
			},
		};
	},
};
