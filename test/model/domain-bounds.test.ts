import {expect, test} from 'vitest';
import {boundedSample, deviceLimits, domainLimit} from '../../source/model/domain-bounds.ts';
import {aDisk, aDomain, aNic, aSample} from '../helpers/sample-builder.ts';

const many = <Item>(count: number, make: (index: number) => Item): readonly Item[] =>
	Array.from({length: count}, (_, index) => make(index));

test('a sample within its bounds stays the same object', () => {
	const sample = aSample([
		aDomain('web', {
			disks: many(deviceLimits.disks, (index) => aDisk(`d${index}`)),
			nics: many(deviceLimits.nics, (index) => aNic(`n${index}`)),
			vcpus: many(deviceLimits.vcpus, (index) => ({index})),
		}),
	]);
	expect(boundedSample(sample)).toBe(sample);
});

test('of ten times as many devices the first are kept, and one problem of each kind says so', () => {
	const odd = aDomain('odd', {
		disks: many(10 * deviceLimits.disks, (index) => aDisk(`d${index}`)),
		nics: many(10 * deviceLimits.nics, (index) => aNic(`n${index}`)),
		vcpus: many(10 * deviceLimits.vcpus, (index) => ({index})),
	});
	const {domains, problems} = boundedSample(aSample([odd, aDomain('well')]));
	expect(domains[0]?.disks).toEqual(odd.disks?.slice(0, 1024));
	expect(domains[0]?.nics).toHaveLength(1024);
	expect(domains[0]?.vcpus).toHaveLength(4096);
	expect(problems.map(({domain, message}) => [domain, message])).toEqual([
		['odd', 'odd reports 10240 disks: the first 1024 are shown.'],
		['odd', 'odd reports 10240 NICs: the first 1024 are shown.'],
		['odd', 'odd reports 40960 vCPUs: the first 4096 are shown.'],
	]);
});

test('what a driver left out already is reported with the number that there are', () => {
	const odd = aDomain('odd', {disks: many(1024, (index) => aDisk(`d${index}`)), excess: {disks: 20_000}});
	const {domains, problems} = boundedSample(aSample([odd]));
	expect(domains[0]?.disks).toHaveLength(1024);
	expect(problems.map(({message}) => message)).toEqual([
		'odd reports 20000 disks: the first 1024 are shown.',
	]);
});

test('of ten times as many domains the first are kept, and one problem says so', () => {
	const domains = many(10 * domainLimit, () => aDomain('same'));
	const bounded = boundedSample(aSample(domains));
	expect(bounded.domains).toHaveLength(domainLimit);
	expect(bounded.problems.map(({message}) => message)).toEqual([
		`The connection reports 163840 domains: the first ${domainLimit} are shown.`,
	]);
});
