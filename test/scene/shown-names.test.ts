import {describe, expect, test} from 'vitest';
import {pageNames} from '../../source/columns/columns.ts';
import {chooserLines} from '../../source/scene/chooser-lines.ts';
import {footerParts} from '../../source/scene/footer-parts.ts';
import {problemLines} from '../../source/scene/problem-lines.ts';
import {sceneOf} from '../../source/scene/scene.ts';
import {textWidth} from '../../source/text/fit-text.ts';
import type {Opened, View} from '../../source/view/view.ts';
import {nameFamilies, visibleTextOf} from '../helpers/name-families.ts';
import {aDisk, aDomain, aReading, aSample, usageAfter} from '../helpers/sample-builder.ts';
import {someView} from '../helpers/some-view.ts';

const widths = [60, 80, 120, 200];

/** What lines outside the table say of each name. */
const saidOf = (
	names: readonly string[],
	columns: number,
	ascii: boolean,
	textOf: (scene: ReturnType<typeof sceneOf>) => string,
	viewOf: (name: string, rowKey: string) => Partial<View>,
	disks: readonly string[] = ['vda'],
): readonly string[] => {
	const domains = names.map((name, index) =>
		aDomain(name, {key: `domain ${index}`, disks: disks.map((disk) => aDisk(disk))}),
	);
	const problems = domains.map(({name, key}) => ({
		kind: 'silent',
		domain: key,
		message: `No process listens on the QMP socket /run/some/long/folder/monitor.sock of ${name}.`,
		advice: 'Start it again with server=on.',
	}));
	const usage = usageAfter([[aReading(aSample(domains, {problems}))]]);
	return usage.domains.map(({domain, rowKey}) => {
		const view = {...someView(), ...viewOf(domain.name, rowKey)};
		const size = {columns, rows: 24};
		const text = textOf(
			sceneOf({usage, statuses: new Map(), view, size, terminalStyle: {colour: false, ascii}}),
		);
		expect(textWidth(text), text).toBeLessThanOrEqual(columns);
		return visibleTextOf(text);
	});
};

const openedOf = (name: string, rowKey: string, device?: Opened['device']): Partial<View> => ({
	opened: {rowKey, name, selection: {key: undefined, index: 0, top: 0}, device, scroll: 0},
});

const footerOf = (scene: ReturnType<typeof sceneOf>): string =>
	footerParts(scene, true)
		.map(({text}) => text)
		.join('');

const titleOf = ({body}: ReturnType<typeof sceneOf>): string => ('title' in body ? body.title : '');

const periodPrompt =
	(text: string, error?: string) =>
	(name: string, rowKey: string): Partial<View> => ({
		prompt: {kind: 'period', text, error, subject: {rowKey, incarnation: 'first', name, period: 5}},
	});

const places: Readonly<
	Record<
		string,
		readonly [(scene: ReturnType<typeof sceneOf>) => string, (name: string, rowKey: string) => Partial<View>]
	>
> = {
	'the title of a domain': [titleOf, openedOf],
	'the title of a device': [titleOf, (name, rowKey) => openedOf(name, rowKey, {kind: 'disk', name: 'vda'})],
	'the question for a period': [footerOf, periodPrompt('120')],
	'the question for a period with what is wrong': [
		footerOf,
		periodPrompt('lan2', 'lan2 is no whole number of seconds.'),
	],
	'what came of it': [
		footerOf,
		(name) => ({message: {text: `Period of ${name}: off → 5 s, though 7 s was asked for.`, failed: false}}),
	],
	'a problem': [footerOf, openedOf],
};

describe.each(Object.entries(places))('%s names one domain alone', (_, [textOf, viewOf]) => {
	test.each(Object.entries(nameFamilies))('%s', (_name, nameOf) => {
		const names = Array.from({length: 20}, (_item, index) => nameOf(index));
		for (const width of widths) {
			for (const ascii of [false, true]) {
				const said = saidOf(names, width, ascii, textOf, viewOf);
				expect(new Set(said).size, `${width} columns\n${said.join('\n')}`).toBe(names.length);
			}
		}
	});
});

test('the title of a device tells it from others, however long its domain is called', () => {
	for (const nameOf of Object.values(nameFamilies)) {
		const disks = Array.from({length: 20}, (_, index) => nameOf(index));
		for (const width of widths) {
			const titles = disks.map((name) =>
				saidOf(
					['a'.repeat(100)],
					width,
					false,
					titleOf,
					(domain, rowKey) => openedOf(domain, rowKey, {kind: 'disk', name}),
					disks,
				).join(''),
			);
			expect(new Set(titles).size, titles.join('\n')).toBe(disks.length);
		}
	}
});

test('the list of problems has each name whole', () => {
	for (const nameOf of Object.values(nameFamilies)) {
		const name = nameOf(7);
		const problem = {
			kind: 'silent',
			name,
			uri: 'qmp:',
			since: 0,
			sinceAt: 1,
			message: 'It is silent.',
			advice: 'Wait.',
		};
		const lines = problemLines([problem], 2, 60).map(({text}) => text);
		expect(lines.filter((line) => textWidth(line) > 60)).toEqual([]);
		expect(lines.join('').replaceAll(' ', '')).toContain(name.replaceAll(' ', ''));
	}
});

test('no two columns to choose from look alike', () => {
	for (const page of pageNames) {
		const lines = chooserLines(page, new Set(), 0, 1000).map(({text}) => text.slice(0, 40));
		expect(new Set(lines).size).toBe(lines.length);
	}
});
