import {beforeEach, describe, expect, test, vi} from 'vitest';
import {uniqueCuts} from '../../source/columns/unique-cuts.ts';
import {footerParts} from '../../source/scene/footer-parts.ts';
import {type Scene, sceneOf} from '../../source/scene/scene.ts';
import type {Usage} from '../../source/usage/usage.ts';
import type {Opened, View} from '../../source/view/view.ts';
import {nameFamilies} from '../helpers/name-families.ts';
import {aDisk, aDomain, aReading, aSample, usageAfter} from '../helpers/sample-builder.ts';
import {someView} from '../helpers/some-view.ts';

vi.mock('../../source/columns/unique-cuts.ts', {spy: true});

const nameOf = (index: number): string => nameFamilies['common start and end']?.(index) ?? '';
const names = Array.from({length: 20}, (_, index) => nameOf(index));

const usageOf = (called: readonly string[], disks: readonly string[] = []): Usage =>
	usageAfter([
		[
			aReading(
				aSample(
					called.map((name, index) =>
						aDomain(name, {key: `domain ${index}`, disks: disks.map((disk) => aDisk(disk))}),
					),
					{
						problems: [
							{kind: 'silent', domain: 'domain 7', message: `It is ${called[7]}.`, advice: 'Start it again.'},
						],
					},
				),
			),
		],
	]);

const drawn = (usage: Usage, view: View, before?: Scene): Scene => {
	const size = {columns: 60, rows: 24};
	const scene = sceneOf(
		{usage, statuses: new Map(), view, size, terminalStyle: {colour: false, ascii: false}},
		before,
	);
	footerParts(scene, true);
	return scene;
};

const titleOf = ({body}: Scene): string | undefined => ('title' in body ? body.title : undefined);

const openedOf = (name: string, device?: Opened['device']): Opened => ({
	rowKey: 'host-1/domain 7',
	name,
	selection: {key: undefined, index: 0, top: 0},
	device,
	scroll: 0,
});

const views: Readonly<Record<string, Partial<View>>> = {
	'the table': {},
	'the page of a domain': {opened: openedOf(nameOf(7))},
	'the page of one that is gone': {opened: {...openedOf(nameOf(99)), rowKey: 'host-1/gone'}},
	'the page of a device': {opened: openedOf(nameOf(7), {kind: 'disk', name: nameOf(3)})},
	'the question for a period': {
		prompt: {
			kind: 'period',
			text: '120',
			subject: {rowKey: 'host-1/domain 7', incarnation: 'first', name: nameOf(7), period: 5},
		},
	},
	'what came of it': {message: {text: `Period of ${nameOf(7)}: off → 5 s.`, failed: false}},
};

describe.each(Object.entries(views))('%s', (_, changes) => {
	beforeEach(() => {
		vi.mocked(uniqueCuts).mockClear();
	});
	const view = {...someView(), ...changes};
	const disks = changes.opened?.device ? names : [];

	test('cuts names once, not at each key, nor at a refresh that changes none', () => {
		const usage = usageOf(names, disks);
		const first = drawn(usage, view);
		expect(uniqueCuts).toHaveBeenCalled();
		vi.mocked(uniqueCuts).mockClear();
		const key = drawn(usage, {...first.view}, first);
		const refresh = drawn(usageOf(names, disks), {...key.view}, key);
		expect(uniqueCuts).not.toHaveBeenCalled();
		expect(titleOf(refresh)).toBe(titleOf(first));
	});

	test('cuts them again where one is called otherwise', () => {
		const first = drawn(usageOf(names, disks), view);
		vi.mocked(uniqueCuts).mockClear();
		drawn(usageOf([...names.slice(0, -1), nameOf(50)], disks), {...first.view}, first);
		expect(uniqueCuts).toHaveBeenCalled();
	});
});
