import {pageNames} from '../columns/columns.ts';
import type {Problem} from '../model/sample.ts';
import {connectionKinds} from '../sampling/failure-watch.ts';
import {fitText, textWidth} from '../text/fit-text.ts';
import {formatClock} from '../text/format.ts';
import {asciiText} from '../text/terminal-style.ts';
import {isProblemOf, problemText} from '../usage/problem-text.ts';
import {type Part, packParts} from './pack-parts.ts';
import {promptText} from './prompt-text.ts';
import type {Scene} from './scene.ts';
import {type ShownNames, shownNames, withShortName} from './shown-names.ts';
import {selectedRow} from './table-scene.ts';

/**
The problem that the last line shows. The first of these that there is:
1. a problem of the domain that the person looks at,
2. a connection that fails,
3. a domain that stands still on an error: a standing remark on a whole connection must not hide the domain,
4. a standing remark on a whole connection,
5. the newest problem.
*/
const problemOfTheMoment = ({usage, view, body}: Scene): Problem | undefined => {
	const problems = usage?.problems ?? [];
	if (problems.length === 0) {
		return undefined;
	}

	const row = body.kind === 'table' && !view.opened ? selectedRow(body) : undefined;
	const held = row && view.selections[view.page].key !== undefined ? row.usage : undefined;
	const rowKey = view.opened?.rowKey ?? held?.rowKey;
	const domain = rowKey === undefined ? undefined : usage?.domains.find((one) => one.rowKey === rowKey);
	return (
		problems.find((problem) => domain && isProblemOf(problem, domain)) ??
		problems.findLast(({kind, domain: key}) => key === undefined && connectionKinds.has(kind)) ??
		problems.findLast(({kind}) => kind === 'state') ??
		problems.findLast(({domain: key}) => key === undefined) ??
		problems.at(-1)
	);
};

const keyParts = ({view, body}: Scene): readonly Part[] => {
	const pages = pageNames.map((name, index) =>
		name === view.page ? `[${index} ${name}]` : `${index} ${name}`,
	);
	return view.overlay || view.opened
		? [
				{text: 'esc back', rank: 0},
				...(body.kind === 'domain' ? [{text: 'enter open', rank: 2}] : []),
				...(view.overlay ? [] : [{text: 'p period', rank: 3}]),
				{text: `up down ${body.kind === 'domain' || body.kind === 'columns' ? 'move' : 'scroll'}`, rank: 4},
			]
		: [
				{text: pages.join(' '), rank: 3},
				{text: 'enter open', rank: 4},
				{text: '/ filter', rank: 5},
				{text: 'p period', rank: 2},
			];
};

/** What is wrong, and with which domain: the name is always seen, however long the name and the rest are. */
const problemGist = (
	problem: Problem,
	uris: readonly string[],
	{shown}: ShownNames,
	room: number,
	ascii: boolean,
): string => {
	const whole = problemText(problem, uris);
	const {name} = problem;
	if (name === undefined) {
		return whole;
	}

	const text = whole.replace(name, () => shown(name, textWidth(name), ascii));
	const end = whole.indexOf(name) + name.length;
	if (textWidth(text) <= room || textWidth(whole.slice(0, end)) < room) {
		return text;
	}

	const short = shown(name, Math.floor(room / 3), ascii);
	return whole.startsWith(name) ? short + whole.slice(name.length) : `${short}: ${text}`;
};

/** The last line: a prompt, a message, the problem of the moment, or keys. */
export const footerParts = (scene: Scene, hasKeyboard: boolean): readonly Part[] => {
	const {view, usage, derived, size, terminalStyle} = scene;
	const {prompt, message} = view;
	const names = derived?.names ?? shownNames([]);
	if (prompt) {
		return packParts(
			[
				{
					text: promptText(prompt, size.columns, (name, room) =>
						names.shown(name, room, terminalStyle.ascii),
					),
					rank: 0,
					style: 'bold',
				},
			],
			[],
			size.columns,
			terminalStyle.ascii,
		);
	}

	if (message && !(message.yields && usage && usage.problems.length > 0)) {
		const text = withShortName(message.text, names, size.columns, terminalStyle.ascii);
		const part: Part = {text, rank: 0, ...(message.failed ? {style: 'bad'} : {})};
		return packParts([part], [], size.columns, terminalStyle.ascii);
	}

	const end: readonly Part[] = hasKeyboard
		? [
				{text: '? help', rank: 1},
				{text: 'q quit', rank: 1},
			]
		: [{text: 'no keyboard here: ^C quits', rank: 1}];
	const problem = view.overlay ? undefined : problemOfTheMoment(scene);
	if (!problem) {
		return packParts(hasKeyboard ? keyParts(scene) : [], end, size.columns, terminalStyle.ascii);
	}

	const uris = usage?.connections.map(({uri}) => uri) ?? [];
	const room = Math.max(10, size.columns - (hasKeyboard ? 16 : 28));
	const since = `! ${formatClock(problem.since)} `;
	const gist = since + problemGist(problem, uris, names, room - since.length, terminalStyle.ascii);
	const whole = `${gist} ${problem.advice}`;
	const [short, long] = terminalStyle.ascii ? [asciiText(gist), asciiText(whole)] : [gist, whole];
	const text = textWidth(long) <= room ? long : short;
	const fitted = fitText(text, Math.min(room, textWidth(text)), 'left', terminalStyle.ascii);
	const count = usage?.problems.length ?? 0;
	const more: Part = {text: count > 1 ? `! lists ${count}` : '! says more', rank: 2};
	return packParts(
		[{text: fitted, rank: 0, style: 'bad'}, ...(hasKeyboard ? [more] : [])],
		end,
		size.columns,
		terminalStyle.ascii,
	);
};
