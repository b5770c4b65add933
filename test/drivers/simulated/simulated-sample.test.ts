import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {MemoryTag, Sample} from '../../../source/model/sample.ts';
import {badValues, fallenCounters, sharedIdentities} from '../../helpers/sample-rules.ts';
import {daysUp, roundsBegin, sampleAt} from './sample-at.ts';

const month = 30 * 24 * 3600;
const seconds = fc.integer({min: daysUp * 1e6, max: (daysUp + month) * 1e6}).map((micro) => micro / 1e6);
const step = fc
	.oneof(fc.integer({min: 1, max: 1000}), fc.integer({min: 1, max: 1e9}))
	.map((micro) => micro / 1e6);

/** The disk that begins anew, and the one that is unplugged, when a new round began in between. */
const mayReset = ({name}: {readonly name: string}, device: string | undefined): boolean =>
	(name === 'resets-its-disk' && device === 'vda') || (name === 'backup-target' && device === 'vdb');

describe('a simulated sample', () => {
	test('is the same for the same time', () => {
		fc.assert(
			fc.property(seconds, (now) => {
				expect(sampleAt(now)).toEqual(sampleAt(now));
			}),
			{numRuns: 30},
		);
	});

	test('never has a counter that fell within an incarnation', () => {
		fc.assert(
			fc.property(seconds, step, (now, later) => {
				const before = sampleAt(now);
				const after = sampleAt(now + later);
				expect(fallenCounters(before, after, mayReset)).toEqual([]);
				expect(after.host.cpuSeconds).toBeGreaterThan(before.host.cpuSeconds ?? Number.NaN);
			}),
		);
	});

	test('keeps the rules for values and identities at any time', () => {
		fc.assert(
			fc.property(seconds, (now) => {
				const sample = sampleAt(now);
				expect(badValues(sample).filter((fault) => !fault.startsWith('sample.host.at'))).toEqual([]);
				expect(sharedIdentities(sample)).toEqual([]);
			}),
			{numRuns: 30},
		);
	});

	test('spends what its domains use and a little more, never more than the host has', () => {
		const spent = (sample: Sample, later: Sample): number =>
			later.domains.reduce((sum, {key, incarnation, cpuSeconds = 0}) => {
				const before = sample.domains.find((domain) => domain.key === key);
				return before?.incarnation === incarnation ? sum + cpuSeconds - (before.cpuSeconds ?? 0) : sum;
			}, 0);

		for (const passed of [50, 90, 110]) {
			const before = sampleAt(roundsBegin + passed);
			const after = sampleAt(roundsBegin + passed + 2);
			const host = ((after.host.cpuSeconds ?? 0) - (before.host.cpuSeconds ?? 0)) / 2;
			const domains = spent(before, after) / 2;
			expect(host).toBeGreaterThan(domains);
			expect(host).toBeLessThan(domains + 1.5);
			expect(host).toBeLessThan(16);
			expect(domains).toBeGreaterThan(4);
		}
	});

	test('gives no vCPU more than a processor, and all of them no more than the domain', () => {
		fc.assert(
			fc.property(seconds, (now) => {
				const before = sampleAt(now);
				const after = sampleAt(now + 2);
				for (const {key, incarnation, at, cpuSeconds = 0, vcpus = [], name} of after.domains) {
					const past = before.domains.find((domain) => domain.key === key);
					if (past?.incarnation === incarnation) {
						let sum = 0;
						for (const [index, vcpu] of vcpus.entries()) {
							const used = (vcpu.cpuSeconds ?? 0) - (past.vcpus?.[index]?.cpuSeconds ?? 0);
							expect(used, name).toBeLessThanOrEqual(at - past.at);
							sum += used;
						}

						expect(sum, name).toBeLessThanOrEqual(cpuSeconds - (past.cpuSeconds ?? 0) + 1e-6);
					}
				}
			}),
			{numRuns: 50},
		);
	});

	test('has memory that fits: in the guest, in the domain and in the host', () => {
		fc.assert(
			fc.property(seconds, (now) => {
				const sample = sampleAt(now);
				expect(sample.host.memoryFreeKiB).toBeGreaterThan(0);
				for (const {memory, name} of sample.domains) {
					const stat = (tag: MemoryTag): number =>
						memory.stats?.find((candidate) => candidate.tag === tag)?.value ?? Number.NaN;
					if (memory.stats?.some(({tag}) => tag === 'available')) {
						const sizes = [0, stat('unused'), stat('usable'), stat('available'), stat('actual')];
						expect(sizes, name).toEqual([...sizes].sort((one, other) => one - other));
						expect(stat('actual')).toBe(memory.currentKiB);
						expect(stat('rss')).toBe(memory.residentKiB);
					}

					expect(memory.residentKiB ?? 0, name).toBeLessThanOrEqual(memory.maximumKiB ?? 0);
					expect(memory.currentKiB ?? 0, name).toBeLessThanOrEqual(memory.maximumKiB ?? 0);
				}
			}),
			{numRuns: 50},
		);
	});

	test('says of every counter that it is made up', () => {
		const {disk, nic, vcpu, memory} = sampleAt(daysUp).origins;
		const origins = [disk, nic, vcpu].flatMap((group) => Object.values(group ?? {}));
		expect(new Set([...origins, memory])).toEqual(new Set(['made up by domtop']));
	});
});
