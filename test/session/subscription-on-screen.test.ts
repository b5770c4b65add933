import {afterEach, describe, expect, test} from 'vitest';
import {renderScene} from '../../source/app/frame.tsx';
import {parallelsHost} from '../helpers/parallels-host.ts';
import {type Bench, openBench} from '../helpers/simulated-session.ts';

describe('a subscription', () => {
	let bench: Bench;

	afterEach(() => bench.close());

	const open = async (): Promise<void> => {
		bench = await openBench({targets: (clock) => [parallelsHost(clock)]});
		await bench.refresh();
	};

	const lines = (): readonly string[] => renderScene(bench.session.scene.get()).split('\n');

	test('that ends in a freeze is seen to end, and to come back with the next refresh', async () => {
		await open();
		expect(lines()[0]).toContain('prlctl: subscribed');
		bench.session.press(['z']);
		await bench.clock.advance(4);
		expect(lines()[0]).toContain('prlctl: subscribed');
		const time = bench.session.scene.get().usage?.time;
		let drawn = 0;
		const stop = bench.session.scene.subscribe(() => drawn++);
		await bench.clock.advance(4);
		expect(drawn).toBe(1);
		expect(lines()[0]).toMatch(/prlctl: unsubscribed +FROZEN/);
		expect(bench.session.scene.get().usage?.time).toBe(time);
		stop();
		bench.session.press(['z']);
		await bench.clock.advance(0);
		expect(lines()[0]).toContain('prlctl: subscribed');
		expect(lines()[0]).not.toContain('FROZEN');
	});

	test('comes back for one refresh in a freeze, and ends again', async () => {
		await open();
		bench.session.press(['z']);
		await bench.clock.advance(10);
		expect(lines()[0]).toContain('prlctl: unsubscribed');
		bench.session.press([' ']);
		await bench.clock.advance(0.2);
		expect(lines()[0]).toMatch(/prlctl: subscribed +FROZEN/);
		await bench.clock.advance(10);
		expect(lines()[0]).toContain('prlctl: unsubscribed');
	});

	test('has no period to set, and says so at once', async () => {
		await open();
		bench.session.press(['p']);
		const {view} = bench.session.scene.get();
		expect(view.prompt).toBeUndefined();
		expect(view.message).toEqual({
			text: 'The balloon period of ct-mail cannot be set: not possible over prlctl.',
			failed: true,
		});
	});

	test('says in its help what none stands for', async () => {
		await open();
		bench.session.press(['3', '?', 'G']);
		bench.session.resize({columns: 100, rows: 200});
		expect(lines().join('\n')).toMatch(
			/RLAT +│ Mean time a read took;[\s\S]*none where requests are not timed/,
		);
	});
});
