import {expect, test} from 'vitest';
import {DriverError} from '../../../source/driver/driver-error.ts';
import {deviceLimits} from '../../../source/model/domain-bounds.ts';
import {world} from '../../helpers/link-world.ts';
import {aDisk, aDomain, aSample} from '../../helpers/sample-builder.ts';

test('of what a driver gives only so much is taken as may be, and a problem says so', async () => {
	const disks = Array.from({length: 10 * deviceLimits.disks}, (_, index) => aDisk(`d${index}`));
	const {read} = world({sample: () => aSample([aDomain('web', {disks})])});
	const {sample} = await read();
	expect(sample?.domains[0]?.disks).toHaveLength(deviceLimits.disks);
	expect(sample?.problems).toMatchObject([{message: 'web reports 10240 disks: the first 1024 are shown.'}]);
});

test.each([
	['a driver’s error', (words: string) => new DriverError(words, words)],
	['any other error', (words: string) => new TypeError(words)],
])('the words of %s are cleaned, and as long as a problem may be', async (_, errorOf) => {
	const {read, statuses} = world({
		sample() {
			throw errorOf(`\u001B[2J${'x'.repeat(1_000_000)}`);
		},
	});
	const {problems} = await read();
	for (const text of [problems[0]?.message, problems[0]?.advice, statuses.at(-1)?.message]) {
		expect(text).not.toMatch(/\p{Cc}/u);
		expect(text?.length).toBeLessThanOrEqual(5120);
	}
});
