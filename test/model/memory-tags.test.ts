import {expect, test} from 'vitest';
import {counterNames} from '../../source/model/counters.ts';
import {isGuestTag, isHostTag} from '../../source/model/memory-tags.ts';

test('the host knows two tags by itself, and the moment of an answer is no value of the guest', () => {
	expect(counterNames('memory').filter(isHostTag)).toEqual(['actual', 'rss']);
	expect(counterNames('memory').filter((tag) => !isGuestTag(tag))).toEqual(['actual', 'last_update', 'rss']);
});
