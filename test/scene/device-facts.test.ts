import {expect, test} from 'vitest';
import {deviceFacts} from '../../source/scene/device-facts.ts';
import {aRow} from '../helpers/rows-builder.ts';
import {aDisk} from '../helpers/sample-builder.ts';

const facts = (untimed?: string): readonly string[] =>
	deviceFacts({kind: 'disk', name: 'hdd0', row: aRow({}, {disk: aDisk('hdd0', {untimed})})}, false);

test('the page of a disk whose requests are not timed says why it has no latency', () => {
	expect(facts('prlctl does not time requests')).toEqual([
		'reads –/s',
		'writes –/s',
		'no latency: prlctl does not time requests',
		'flushes –/s',
	]);
	expect(facts()).toEqual(['reads –/s at –', 'writes –/s at –', 'flushes –/s', 'queue depth –']);
});
