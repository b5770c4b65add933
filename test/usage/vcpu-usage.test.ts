import {expect, test} from 'vitest';
import {vcpuUsage} from '../../source/usage/vcpu-usage.ts';

test('use and wait are percent of one host CPU', () => {
	const before = {index: 0, cpuSeconds: 10, waitSeconds: 1};
	const after = {index: 0, cpuSeconds: 11, waitSeconds: 1.5};
	expect(vcpuUsage(before, after, 2)).toEqual({vcpu: after, cpuPercent: 50, waitPercent: 25});
});

test('a vCPU that was not there, or a wait that is not counted, is unknown', () => {
	const after = {index: 1, cpuSeconds: 11};
	expect(vcpuUsage(undefined, after, 2)).toEqual({
		vcpu: after,
		cpuPercent: undefined,
		waitPercent: undefined,
	});
	expect(vcpuUsage({index: 1, cpuSeconds: 11}, after, 2)).toEqual({
		vcpu: after,
		cpuPercent: 0,
		waitPercent: undefined,
	});
});
