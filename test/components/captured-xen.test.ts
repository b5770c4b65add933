import stringWidth from 'string-width';
import {describe, expect, test} from 'vitest';
import {renderFrame} from '../../source/app/frame.tsx';
import {type Usage, usageOf} from '../../source/usage/usage.ts';
import type {View} from '../../source/view/view.ts';
import {createCapturedDom0} from '../drivers/xen/captured-dom0.ts';
import {createHandClock} from '../helpers/hand-clock.ts';
import {aReading} from '../helpers/sample-builder.ts';
import {someView} from '../helpers/some-view.ts';

const sizes = [
	{columns: 80, rows: 24},
	{columns: 60, rows: 15},
	{columns: 200, rows: 50},
] as const;

/** Counters in which all VBDs of d1 grow between the two samples, and seconds between these. */
const steps = 4096;
const seconds = 2;

/** What the driver itself reads of the captured dom0, twice. */
const capturedUsage = async (): Promise<Usage> => {
	const clock = createHandClock();
	const dom0 = await createCapturedDom0({...clock, shift: (time) => void clock.advance(time)});
	const connection = await dom0.connect();
	let usage: Usage | undefined;
	for (const moved of [0, steps]) {
		dom0.move(moved);
		dom0.clock.shift(seconds);
		const sample = await connection.sample({delay: seconds}, new AbortController().signal);
		const moment = {monotonic: clock.monotonic(), wall: clock.wall(), sectors: 'physical'} as const;
		usage = usageOf(usage, [aReading(sample, {uri: 'xl:', driver: 'xen'})], moment);
	}

	return usage as Usage;
};

const pages: readonly View['page'][] = ['domains', 'cpu', 'nics', 'disks', 'memory'];

describe.each(sizes)('the captured dom0 at $columns×$rows', (size) => {
	test.each(pages)('%s', async (page) => {
		const view: View = {...someView(), page};
		const frame = renderFrame(await capturedUsage(), view, {colour: false, ascii: false}, size);
		const lines = frame.split('\n');
		expect(lines.length).toBeLessThanOrEqual(size.rows);
		expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(size.columns);
		await expect(`${frame}\n`).toMatchFileSnapshot(
			`../frames/captured-xen-${page}-${size.columns}x${size.rows}.txt`,
		);
	});
});
