import {describe, expect, test} from 'vitest';
import type {ProblemReport} from '../../source/sample.ts';
import type {Reading} from '../../source/usage.ts';
import {aDomain, aReading, aSample, usageAfter, wallAt} from '../helpers/sample-builder.ts';
import {silentReport as silent} from '../helpers/silent-report.ts';

const better = (sample: Reading['sample'], changes: Partial<Reading> = {}): Reading =>
	aReading(sample, {uri: 'xl:', driver: 'xen', ...changes});

describe('problems', () => {
	const withProblems = (...problems: ProblemReport[]) => [aReading(aSample([aDomain('web')], {problems}))];

	test('have the name of their domain and keep their since, whatever their words are', () => {
		const usage = usageAfter([
			withProblems(silent),
			withProblems({...silent, message: 'web does not answer since 2 s.'}),
		]);
		expect(usage.problems).toEqual([
			{...silent, message: 'web does not answer since 2 s.', uri: 'qmp:', name: 'web', since: wallAt(100)},
		]);
	});

	test('begin anew after they were gone', () => {
		const usage = usageAfter([withProblems(silent), withProblems(), withProblems(silent)]);
		expect(usage.problems.map(({since}) => since)).toEqual([wallAt(102)]);
	});

	test('of one domain, two kinds are two problems', () => {
		const usage = usageAfter([withProblems(silent), withProblems({...silent, kind: 'garbage'}, silent)]);
		expect(usage.problems.map(({kind, since}) => [kind, since])).toEqual([
			['silent', wallAt(100)],
			['garbage', wallAt(101)],
		]);
	});

	test('of another kind, domain or connection have their own since; the oldest stands first', () => {
		const hidden = {...silent, kind: 'hidden', domain: undefined};
		const usage = usageAfter([
			withProblems(silent),
			withProblems(hidden, silent, {...silent, domain: 'db'}),
			[...withProblems(hidden, silent), better(undefined, {problems: [hidden]})],
		]);
		expect(usage.problems.map(({kind, uri, since}) => [kind, uri, since])).toEqual([
			['silent', 'qmp:', wallAt(100)],
			['hidden', 'qmp:', wallAt(101)],
			['hidden', 'xl:', wallAt(102)],
		]);
	});

	test('that one connection has with a domain shown from another are nobody’s trouble', () => {
		const usage = usageAfter([[better(aSample([aDomain('web')])), ...withProblems(silent)]]);
		expect(usage.problems).toEqual([]);
		const elsewhere = usageAfter([
			[better(aSample([aDomain('web')], {host: {id: 'host-2'}})), ...withProblems(silent)],
		]);
		expect(elsewhere.problems.map(({kind}) => kind)).toEqual(['silent']);
	});

	test('of a domain that nobody shows are told without a name', () => {
		const usage = usageAfter([[aReading(aSample([], {problems: [silent]}))]]);
		expect(usage.problems).toEqual([{...silent, uri: 'qmp:', since: wallAt(100)}]);
	});

	test('of the connection itself stand beside those of its last sample', () => {
		const lost: ProblemReport = {kind: 'lost', message: 'Gone.', advice: 'Wait.'};
		const usage = usageAfter([
			[aReading(aSample([aDomain('web')], {problems: [silent]}), {problems: [lost]})],
		]);
		expect(usage.problems.map(({kind}) => kind)).toEqual(['lost', 'silent']);
	});
});
