import {expect, test} from 'vitest';
import {createCpuRates} from '../../../../drivers/xen/hypervisor/cpu-rates.ts';
import type {HypervisorDomain} from '../../../../drivers/xen/hypervisor/hypervisor.ts';

const domain = (id: number, cpuSeconds?: number, uuid?: string): HypervisorDomain => ({
	id,
	uuid,
	state: 'running',
	cpuSeconds,
});

test('the span of a rate grows from the first two readings to ten seconds and no further', () => {
	const rates = createCpuRates();
	const spans: (number | undefined)[] = [];
	for (let at = 100; at <= 130; at += 2) {
		const [one] = rates.add([domain(1, 50 + (at - 100) / 2)], at);
		spans.push(one?.cpuRate?.interval);
		if (one?.cpuRate) {
			expect(one.cpuRate.percent).toBeCloseTo(50);
		}
	}

	expect(spans).toEqual([undefined, 2, 4, 6, 8, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10]);
});

test('a long delay is its own span', () => {
	const rates = createCpuRates();
	rates.add([domain(1, 0)], 100);
	rates.add([domain(1, 30)], 160);
	expect(rates.add([domain(1, 45)], 220)).toMatchObject([{cpuRate: {percent: 25, interval: 60}}]);
});

test('steps of a tenth of a second are less than two points over ten seconds', () => {
	const rates = createCpuRates();
	for (let at = 0; at < 60; at += 0.7) {
		const [one] = rates.add([domain(1, Math.floor(at * 0.333 * 10) / 10)], at);
		if ((one?.cpuRate?.interval ?? 0) >= 10) {
			expect(Math.abs((one?.cpuRate?.percent ?? 0) - 33.3)).toBeLessThan(2);
		}
	}
});

test('a domid that another got, or whose time fell, has no past', () => {
	const rates = createCpuRates();
	rates.add([domain(1, 10, 'a'), domain(2, 10)], 100);
	const [one, two] = rates.add([domain(1, 12, 'b'), domain(2, 9)], 102);
	expect([one?.cpuRate, two?.cpuRate]).toEqual([undefined, undefined]);
	expect(rates.add([domain(1, 13, 'b'), domain(2, 10)], 104)).toMatchObject([
		{cpuRate: {percent: 50, interval: 2}},
		{cpuRate: {percent: 50, interval: 2}},
	]);
});

test('one that was away, or has no time, has no rate', () => {
	const rates = createCpuRates();
	rates.add([domain(1, 10)], 100);
	rates.add([], 102);
	const [one, two] = rates.add([domain(1, 11), domain(2)], 104);
	expect([one?.cpuRate, two?.cpuRate]).toEqual([undefined, undefined]);
});

test('the same moment again is no span', () => {
	const rates = createCpuRates();
	rates.add([domain(1, 10)], 100);
	expect(rates.add([domain(1, 11)], 100)[0]?.cpuRate).toBeUndefined();
});
