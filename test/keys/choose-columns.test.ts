import {afterEach, expect, test} from 'vitest';
import {renderScene} from '../../source/app/frame.tsx';
import {type Bench, openBench} from '../helpers/simulated-session.ts';
import {threeHosts} from '../helpers/three-hosts.ts';

let bench: Bench;

afterEach(() => bench.close());

const heading = (): string => renderScene(bench.session.scene.get()).split('\n')[3] ?? '';

const open = async (): Promise<void> => {
	bench = await openBench({targets: threeHosts});
	await bench.refresh();
};

test('the chooser knows the column of the hosts, and leaves it where it stands', async () => {
	await open();
	expect(heading()).toMatch(/^ NAME +HOST +STATE/);
	bench.session.press(['c', 'enter']);
	expect(heading()).toMatch(/^ NAME +HOST +STATE/);
	expect(bench.session.scene.get().view.columns.domains).toBeUndefined();
	bench.session.press(['c', 'j', ' ', 'enter']);
	expect(heading()).toMatch(/^ NAME +HOST +AGE/);
});

test('a person who takes it out does without it', async () => {
	await open();
	bench.session.press(['c']);
	const {body} = bench.session.scene.get();
	const lines = body.kind === 'columns' ? body.span.count : 0;
	const {columns} = await import('../../source/columns/columns.ts');
	const place = columns.domains.findIndex(({key}) => key === 'host');
	expect(lines).toBe(columns.domains.length);
	bench.session.press([...Array.from({length: place}, () => 'j'), ' ', 'enter']);
	expect(heading()).toMatch(/^ NAME +STATE/);
	bench.session.press(['c', 'a']);
	expect(heading()).toMatch(/^ NAME +HOST +STATE/);
});

test('> goes through it, and sorts by what is shown', async () => {
	await open();
	bench.session.press(['N', '<', '>']);
	expect(heading()).toMatch(/^ NAME +HOST▴/);
	const rows = renderScene(bench.session.scene.get()).split('\n').slice(4, 10);
	expect(rows.map((row) => /(kvm1|kvm2|xen1) /.exec(row)?.[1])).toEqual([
		'kvm1',
		'kvm1',
		'kvm1',
		'kvm2',
		'kvm2',
		'xen1',
	]);
});
