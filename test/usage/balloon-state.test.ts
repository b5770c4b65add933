import {describe, expect, test} from 'vitest';
import type {Memory} from '../../source/model/sample.ts';
import {balloonState} from '../../source/usage/balloon-state.ts';

const answering: Memory = {balloon: 'present', period: 2, stats: [{tag: 'unused', value: 5}]};

describe('balloonState', () => {
	test('tells the five troubles apart', () => {
		expect(balloonState({balloon: 'absent'}, undefined)).toBe('no balloon');
		expect(balloonState({balloon: 'present', period: 2}, undefined)).toBe('no driver');
		expect(balloonState({...answering, period: 0}, 500)).toBe('no period');
		expect(balloonState(answering, 6)).toBe('silent');
		expect(balloonState({balloon: 'present', period: 2, stats: []}, 1)).toBe('no values');
	});

	test('is fresh for two periods and a second, and at least three seconds', () => {
		expect([5, 5.1].map((age) => balloonState(answering, age))).toEqual(['fresh', 'silent']);
		expect([3, 3.1].map((age) => balloonState({...answering, period: 1}, age))).toEqual(['fresh', 'silent']);
		expect([121, 122].map((age) => balloonState({...answering, period: 60}, age))).toEqual([
			'fresh',
			'silent',
		]);
	});

	test('nobody is silent while it stands still: it is not asked', () => {
		for (const state of ['paused', 'suspended', 'shutoff', 'crashed'] as const) {
			expect(balloonState(answering, 500, state)).toBe('fresh');
		}

		for (const state of ['running', 'idle', 'shutdown', 'unknown'] as const) {
			expect(balloonState(answering, 500, state)).toBe('silent');
		}

		expect(balloonState({...answering, period: 0}, 500, 'paused')).toBe('no period');
	});

	test('a balloon that moved has a driver, although it told nothing', () => {
		const moved: Memory = {balloon: 'present', hasMoved: true, stats: [{tag: 'actual', value: 1}]};
		expect([0, 5, undefined].map((period) => balloonState({...moved, period}, undefined))).toEqual([
			'no period',
			'no values',
			'no values',
		]);
	});

	test('what the host knows by itself is no answer of the guest', () => {
		const stats: Memory['stats'] = [
			{tag: 'actual', value: 1},
			{tag: 'rss', value: 1},
			{tag: 'last_update', value: 1},
		];
		expect(balloonState({...answering, stats}, 1)).toBe('no values');
	});

	test('is unknown where the device is, and a period that is unknown makes nobody silent', () => {
		expect(balloonState({reason: 'monitor belongs to libvirt'}, 1)).toBe('unknown');
		const {period, ...without} = answering;
		expect(balloonState(without, 1000)).toBe('fresh');
	});
});
