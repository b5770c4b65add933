import {expect, test} from 'vitest';
import type {Domain} from '../../source/model/sample.ts';
import {createSectorCandidates} from '../../source/scene/sector-candidates.ts';
import type {DomainUsage} from '../../source/usage/domain-usage.ts';
import {aDisk, aDomain, usageWith} from '../helpers/sample-builder.ts';

const bytes = aDomain('bytes', {disks: [aDisk('vda')]});
const vbd = aDomain('vbd', {disks: [aDisk('xvda', {physicalSectorBytes: 4096})]});

test('candidates are domains with a disk of other sectors, and are found again where something else is said', () => {
	const candidates = createSectorCandidates();
	const names = (...domains: readonly Domain[]) =>
		candidates(usageWith(...domains).domains).map(({domain}) => domain.name);
	expect(names(bytes, vbd)).toEqual(['vbd']);
	expect(names(vbd, bytes)).toEqual(['vbd']);
	expect(names(bytes)).toEqual([]);
	expect(names({...bytes, disks: [aDisk('xvda', {physicalSectorBytes: 520})]})).toEqual(['bytes']);
});

test('disks are not looked at again where the same is said', () => {
	let looks = 0;
	const watched = Object.defineProperty({...vbd}, 'disks', {
		get: () => {
			looks++;
			return vbd.disks;
		},
	});
	const candidates = createSectorCandidates();
	for (let times = 0; times < 3; times++) {
		expect(candidates([{domain: watched} as DomainUsage])).toHaveLength(1);
	}

	expect(looks).toBe(1);
});
