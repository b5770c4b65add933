import {expect, test} from 'vitest';
import {createStore} from '../../source/async/store.ts';
import {DriverError} from '../../source/driver/driver-error.ts';
import {errorText, setPeriod} from '../../source/session/set-period.ts';
import type {Usage} from '../../source/usage/usage.ts';
import {aDomain, usageWith} from '../helpers/sample-builder.ts';

test('what went wrong is said in words that move no cursor', () => {
	expect(errorText(new DriverError('It said \u001B[2J.', 'Write \u009B31m\u202E.'))).toBe(
		'It said \uFFFD[2J. Write \uFFFD31m\uFFFD.',
	);
	expect(errorText(new Error('Cannot write /\n\u2028x.'))).toBe('Cannot write /\uFFFD\uFFFDx.');
	expect(errorText('\u007F')).toBe('\uFFFD');
});

test('a period that is refused says why in the hypervisor’s words', async () => {
	const usage = usageWith(aDomain('web', {incarnation: 'now'}));
	const rowKey = usage.domains[0]?.rowKey ?? '';
	const sampler = {
		usage: createStore<Usage | undefined>(usage),
		setBalloonPeriod: async () => {
			throw new DriverError('It is \u001B refused.', 'Try another one.');
		},
	};
	expect(await setPeriod(sampler, {rowKey, name: 'web', incarnation: 'now', period: 0}, 5)).toEqual({
		text: 'It is \uFFFD refused. Try another one.',
		failed: true,
	});
});
