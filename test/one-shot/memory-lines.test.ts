import {expect, test} from 'vitest';
import type {MemoryStat, MemoryTag} from '../../source/model/sample.ts';
import {memoryLines} from '../../source/one-shot/memory-lines.ts';
import {virshOutput, virshValues} from '../helpers/virsh-output.ts';
import {xenSample} from '../helpers/xen-usage.ts';

const stats: readonly MemoryStat[] = [...virshValues('dommemstat')].map(([tag, value]) => ({
	tag: tag as MemoryTag,
	value,
}));

test('the names and their order are those of virsh, whatever the order of the source', () => {
	const output = virshOutput('dommemstat').slice(0, -1);
	expect(output.length).toBe(13);
	expect(memoryLines({stats})).toEqual(output);
	expect(memoryLines({stats: stats.toReversed()})).toEqual(output);
});

test('what the guest did not answer has no line, 0 has one', () => {
	expect(memoryLines({stats: [{tag: 'swap_in', value: 0}]})).toEqual(['swap_in 0']);
	expect(memoryLines({})).toEqual([]);
});

test('size and resident memory stand in for tags that the source does not give', () => {
	expect(memoryLines({currentKiB: 98_304, residentKiB: 212_304.4})).toEqual(['actual 98304', 'rss 212304']);
	expect(memoryLines({currentKiB: 1, stats: [{tag: 'actual', value: 2}]})).toEqual(['actual 2']);
});

test('without a balloon there is no line of its size, as of virsh', () => {
	expect(memoryLines({balloon: 'absent', currentKiB: 98_304, residentKiB: 5})).toEqual(['rss 5']);
});

test('of a Xen guest there is its size, and what its agent says where there is one', () => {
	const [control, guest] = xenSample(100, 0).domains;
	expect(guest && memoryLines(guest.memory)).toEqual(['actual 196608']);
	expect(control && memoryLines(control.memory)).toEqual([
		'actual 1572864',
		'unused 1189120',
		'available 1461248',
		'usable 1290240',
	]);
});

test('of a guest that never gave statistics the second of the last is 0, as of virsh', () => {
	expect(memoryLines({balloon: 'present', currentKiB: 5, isUnanswered: true, residentKiB: 2})).toEqual([
		'actual 5',
		'last_update 0',
		'rss 2',
	]);
});
