import {describe, expect, test} from 'vitest';
import {deferred} from '../../../source/async/wait.ts';
import {gone, kinds, ok, world} from '../../helpers/link-world.ts';
import {promptly} from '../../helpers/promptly.ts';

/** Opens the link, and what was announced by it. */
const opened = async ({link}: Pick<ReturnType<typeof world>, 'link'>): Promise<number> => {
	let announced = 0;
	await link.open(() => {
		announced++;
	});
	return announced;
};

describe('a link whose driver may ask', () => {
	test('connects with a person at the terminal, without a deadline, and reads on from there', async () => {
		const answer = deferred<void>();
		const attended: unknown[] = [];
		const {clock, link, driver, read} = world({
			mayAsk: true,
			connect(_attempt, options) {
				attended.push(options.attended);
				return answer.promise;
			},
			sample: ok,
		});
		let announced = 0;
		const opening = link.open(() => {
			announced++;
		});
		await clock.advance(600);
		expect([announced, link.connection()]).toEqual([1, undefined]);
		answer.resolve();
		await opening;
		expect((await read()).sample).toEqual(ok(1));
		expect([attended, driver.attempts.length]).toEqual([[true], 1]);
	});

	test('asks only once: whatever is lost is opened again by itself', async () => {
		const attended: unknown[] = [];
		const {clock, link, read} = world({
			mayAsk: true,
			connect: (_attempt, options) => void attended.push('attended' in options && options.attended),
			sample(call) {
				if (call === 1) {
					throw gone();
				}

				return ok(call);
			},
		});
		expect(await opened({link})).toBe(1);
		expect(kinds(await read())).toEqual(['lost']);
		await clock.advance(1);
		expect(kinds(await read())).toEqual([]);
		expect(attended).toEqual([true, false]);
	});

	test('has a problem where that fails, and tries again without asking', async () => {
		const attended: unknown[] = [];
		const {clock, link, read, statuses} = world({
			mayAsk: true,
			connect(attempt, options) {
				attended.push(options.attended);
				if (attempt === 1) {
					throw gone();
				}
			},
			sample: ok,
		});
		await opened({link});
		expect(statuses.at(-1)).toEqual({state: 'lost', message: 'The socket is gone.'});
		expect((await read()).problems).toEqual([
			{kind: 'connect', message: 'The socket is gone.', advice: 'Start the guest.'},
		]);
		await clock.advance(1);
		expect(kinds(await read())).toEqual([]);
		expect(attended).toEqual([true, undefined]);
	});

	test('resolves when it is closed, and what opens after that is closed at once', async () => {
		const answer = deferred<void>();
		const {clock, driver, link} = world({mayAsk: true, connect: () => answer.promise, sample: ok});
		const opening = opened({link});
		await clock.settle();
		await link.close();
		await promptly(opening, 'opening');
		answer.resolve();
		await clock.settle();
		expect([driver.attempts.length, driver.open(), link.connection()]).toEqual([1, 0, undefined]);
		expect(await opened({link})).toBe(0);
	});
});

test('a link whose driver never asks is left for the first reading', async () => {
	const {link, driver} = world({sample: ok});
	expect([await opened({link}), driver.attempts.length]).toEqual([0, 0]);
});
