import {expect, test} from 'vitest';
import {ExhaustedError} from '../../../source/process/exhausted-error.ts';
import {ok, world} from '../../helpers/link-world.ts';

test('where descriptors ran out the last reading and the connection stay, and one problem tells it', async () => {
	const {read, driver} = world({
		sample(call) {
			if (call === 2 || call === 3) {
				throw new ExhaustedError('EMFILE');
			}

			return ok(call);
		},
	});
	await read();
	for (let refresh = 0; refresh < 2; refresh += 1) {
		expect(await read()).toMatchObject({
			sample: ok(1),
			status: {state: 'reading'},
			problems: [
				{
					kind: 'exhausted',
					message: 'fake:///one could not be read: domtop has too many files open.',
					advice: expect.stringContaining('ulimit -n'),
				},
			],
		});
	}

	expect(await read()).toMatchObject({sample: ok(4), problems: []});
	expect([driver.attempts.length, driver.open()]).toEqual([1, 1]);
});
