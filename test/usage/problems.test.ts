import {describe, expect, test} from 'vitest';
import type {Reading} from '../../source/driver/reading.ts';
import type {ProblemReport} from '../../source/model/sample.ts';
import {problemLines} from '../../source/scene/problem-lines.ts';
import {problemLimit, type Usage, usageOf} from '../../source/usage/usage.ts';
import {aDomain, aReading, aSample, momentAt, usageAfter, wallAt} from '../helpers/sample-builder.ts';
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
			{
				...silent,
				message: 'web does not answer since 2 s.',
				uri: 'qmp:',
				name: 'web',
				since: wallAt(100),
				sinceAt: 100,
			},
		]);
	});

	test('are as old as the monotonic clock says, however the wall clock is stepped, and begin by the present one', () => {
		const readings = withProblems(silent);
		const read = (previous: Usage | undefined, monotonic: number, ahead: number): Usage =>
			usageOf(previous, readings, {...momentAt(monotonic), wall: wallAt(monotonic) + ahead});
		let usage = read(undefined, 100, 0);
		for (const [monotonic, ahead] of [
			[102, 0],
			[104, -3_600_000],
			[106, 86_400_000],
			[108, 0],
		] as const) {
			usage = read(usage, monotonic, ahead);
			expect(usage.problems).toMatchObject([{since: wallAt(100) + ahead, sinceAt: 100}]);
			const [title] = problemLines(usage.problems, usage.at, 80);
			expect(title?.text).toContain(`(${monotonic - 100}s)`);
		}

		const newer = withProblems(silent, {...silent, kind: 'newer'});
		usage = usageOf(usage, newer, {...momentAt(110), wall: wallAt(110) - 3_600_000});
		expect(usage.problems.map(({kind}) => kind)).toEqual([silent.kind, 'newer']);
	});

	test('keep their beginning to the millisecond while the clocks go on together', () => {
		const readings = withProblems(silent);
		const first = usageOf(undefined, readings, momentAt(100));
		const next = usageOf(first, readings, {...momentAt(102), wall: wallAt(102) + 7});
		expect(next.problems[0]?.since).toBe(wallAt(100));
	});

	test('of ten thousand of one connection the first are listed, and how many more there are', () => {
		const message = 'x'.repeat(100_000);
		const silentOnes = Array.from({length: 10 * problemLimit}, (_, index) => ({
			...silent,
			kind: `kind${index}`,
			domain: undefined,
			message,
		}));
		const {problems} = usageAfter([
			[
				aReading(aSample([], {problems: silentOnes})),
				aReading(aSample([], {problems: [silent]}), {uri: 'qmp:/other'}),
			],
		]);
		expect(problems).toHaveLength(problemLimit + 2);
		expect(problems.slice(-2).map(({kind, message}) => [kind, message])).toEqual([
			['more', '9216 more problems of this connection are not listed.'],
			[silent.kind, silent.message],
		]);
		expect(problems[0]?.message).toHaveLength(5120);
	});

	test('move no cursor, whatever the words are made of', () => {
		const odd = {...silent, message: 'It said \u001B[2J\n.', advice: 'Write /\u009B31m\u202E.'};
		expect(usageAfter([withProblems(odd)]).problems).toMatchObject([
			{message: 'It said \uFFFD[2J\uFFFD.', advice: 'Write /\uFFFD31m\uFFFD.'},
		]);
	});

	test('begin again after they were gone', () => {
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

	describe('of several domains', () => {
		const several: ProblemReport = {
			kind: 'no-monitor',
			domains: ['web', 'db'],
			message: 'The disks of {domains} are unknown.',
			advice: 'Look.',
		};
		const ofBoth = aReading(aSample([aDomain('web'), aDomain('db')], {problems: [several]}));
		const messages = (...others: Reading[]) =>
			usageAfter([[...others, ofBoth]]).problems.map(({message, domain}) => [message, domain]);

		test('say how many they are', () => {
			expect(messages()).toEqual([['The disks of 2 domains are unknown.', undefined]]);
		});

		test('count only those that no better connection shows, and name the one that is left', () => {
			expect(messages(better(aSample([aDomain('web')])))).toEqual([
				['The disks of db are unknown.', undefined],
			]);
		});

		test('are gone where a better connection shows all of them', () => {
			expect(messages(better(aSample([aDomain('web'), aDomain('db')])))).toEqual([]);
		});
	});

	test('of a domain that is not shown are reported without a name', () => {
		const usage = usageAfter([[aReading(aSample([], {problems: [silent]}))]]);
		expect(usage.problems).toEqual([{...silent, uri: 'qmp:', since: wallAt(100), sinceAt: 100}]);
	});

	test('of the connection itself stand beside those of its last sample', () => {
		const lost: ProblemReport = {kind: 'lost', message: 'Gone.', advice: 'Wait.'};
		const usage = usageAfter([
			[aReading(aSample([aDomain('web')], {problems: [silent]}), {problems: [lost]})],
		]);
		expect(usage.problems.map(({kind}) => kind)).toEqual(['lost', 'silent']);
	});
});
