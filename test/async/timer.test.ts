import {describe, expect, test} from 'vitest';
import {createTimer} from '../../source/async/timer.ts';
import {createFakeClock} from '../helpers/fake-clock.ts';

const start = () => {
	const clock = createFakeClock();
	const timer = createTimer(clock);
	const done: string[] = [];
	return {clock, timer, done, job: (name: string) => () => void done.push(name)};
};

describe('a timer', () => {
	test('does its job once its time is over, and leaves nothing', async () => {
		const {clock, timer, done, job} = start();
		timer.start(2, job('a'));
		await clock.advance(1.9);
		expect([done, timer.isRunning()]).toEqual([[], true]);
		await clock.advance(0.1);
		await clock.settle();
		expect([done, timer.isRunning(), clock.sleeping()]).toEqual([['a'], false, []]);
	});

	test('that is stopped does nothing, and holds no sleep', async () => {
		const {clock, timer, done, job} = start();
		timer.start(2, job('a'));
		timer.stop();
		timer.stop();
		expect(timer.isRunning()).toBe(false);
		await clock.settle();
		expect(clock.sleeping()).toEqual([]);
		await clock.advance(5);
		expect(done).toEqual([]);
	});

	test('that is started again forgets the job before', async () => {
		const {clock, timer, done, job} = start();
		timer.start(2, job('a'));
		await clock.advance(1);
		timer.start(2, job('b'));
		await clock.settle();
		expect(clock.sleeping()).toEqual([2]);
		await clock.advance(1.9);
		expect(done).toEqual([]);
		await clock.advance(0.1);
		expect(done).toEqual(['b']);
	});

	test('may be started again by its job', async () => {
		const {clock, timer, done, job} = start();
		timer.start(1, () => {
			job('a')();
			timer.start(1, job('b'));
		});
		await clock.advance(1);
		expect([done, timer.isRunning()]).toEqual([['a'], true]);
		await clock.advance(1);
		expect(done).toEqual(['a', 'b']);
	});
});
