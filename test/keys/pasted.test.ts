import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import type {Scene} from '../../source/scene/scene.ts';
import {type Bench, openBench} from '../helpers/simulated-session.ts';

describe('a paste', () => {
	let bench: Bench;

	beforeEach(async () => {
		bench = await openBench();
		await bench.refresh();
	});

	afterEach(() => bench.close());

	const scene = (): Scene => bench.session.scene.get();
	const press = (...names: readonly string[]): void => bench.session.press(names);
	const paste = (text: string, dropped = 0): void => bench.session.paste({text, dropped});
	const settle = () => bench.clock.advance(0.11);
	const periods = () =>
		bench.sampler.usage.get()?.domains.map(({domain}) => [domain.name, domain.memory.period]);

	test.each([
		['the table', []],
		['a domain', ['enter']],
		['a device', ['enter', 'enter']],
		['the help', ['?']],
		['the problems', ['!']],
		['the column chooser', ['c']],
	])('over %s changes nothing', async (_place, keys) => {
		press(...keys);
		const before = scene();
		paste('http://wiki/page?id=5\rplan2\rq');
		paste('q');
		paste('\u0003');
		expect(scene()).toBe(before);
		expect(bench.asked).toEqual([]);
		expect(bench.sampler.settings().delay).toBe(2);
	});

	test('in a question is its answer, and its enter is left to the person', async () => {
		press('/', ...'db-orders', 'enter', 'p');
		paste('7\r');
		await settle();
		expect(scene().view.prompt).toMatchObject({kind: 'period', text: '7'});
		press('enter');
		await settle();
		expect(scene().view.message?.text).toBe('Period of db-orders: 2 s → 7 s.');
	});

	test('in a question may be part of the answer', () => {
		press('d', '0');
		paste('.5\n');
		press('enter');
		expect(bench.sampler.settings().delay).toBe(0.5);
	});

	test.each(['lan2\r', '5\rplan2\r', '5\r\r', '5\u0000', '5\u001B[A', ' 5'])(
		'of %j sets no period, and nothing of it is left out',
		async (text) => {
			const before = periods();
			press('/', ...'db-orders', 'enter', 'p');
			paste(text);
			press('enter');
			await settle();
			await bench.refresh();
			expect(scene().view.prompt).toMatchObject({
				text: text.replace(/\r$/, ''),
				error: expect.stringMatching(/ is no whole number of seconds\.$/),
			});
			expect(periods()).toEqual(before);
		},
	);

	test('too long for an answer is none, though its first letters were one', async () => {
		press('d');
		paste('5'.repeat(1024), 10_000_000);
		press('enter');
		expect(scene().view.prompt?.error).toMatch(/ is no number of seconds\.$/);
		expect(scene().view.prompt?.text).toHaveLength(100);
		press('ctrl-u', '5', 'enter');
		expect(bench.sampler.settings().delay).toBe(5);
	});

	test('into the filter filters; one of several lines leaves it as it was, and says so', () => {
		press('/');
		paste('db\n');
		expect(scene().view.filter).toBe('db');
		paste('x\ny');
		expect(scene().view.filter).toBe('db');
		press('enter');
		expect(scene().view.prompt).toMatchObject({
			text: 'dbx\ny',
			error: 'This is not one line of printable characters.',
		});
		press('backspace', 'backspace', 'backspace', 'enter');
		expect(scene().view).toMatchObject({filter: 'db', prompt: undefined});
	});
});

describe('a bad character', () => {
	test('stands in the answer, which is none', async () => {
		const bench = await openBench();
		await bench.refresh();
		const scene = (): Scene => bench.session.scene.get();
		bench.session.press(['/', ...'db-orders', 'enter', 'p', ...'lan2', 'enter']);
		await bench.clock.advance(0.11);
		expect(scene().view.prompt).toMatchObject({text: 'lan2', error: 'lan2 is no whole number of seconds.'});
		bench.session.press(['left', 'f1', 'tab', '\u0085', 'enter']);
		expect(scene().view.prompt).toMatchObject({
			text: 'lan2\u0085',
			error: 'lan2\uFFFD is no whole number of seconds.',
		});
		bench.session.press(['escape']);
		expect(scene().view.message?.text).toBe('Nothing was changed.');
		await bench.close();
	});
});
