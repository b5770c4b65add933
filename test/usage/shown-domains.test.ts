import {describe, expect, test} from 'vitest';
import {rowsOf} from '../../source/columns/rows.ts';
import type {Reading} from '../../source/driver/reading.ts';
import type {Domain} from '../../source/model/sample.ts';
import {sceneOf} from '../../source/scene/scene.ts';
import type {Usage} from '../../source/usage/usage.ts';
import {aDomain, aReading, aSample, usageAfter, wallAt} from '../helpers/sample-builder.ts';
import {silentReport as silent} from '../helpers/silent-report.ts';
import {someView} from '../helpers/some-view.ts';

describe('a key in two incarnations of one driver', () => {
	const one = (at = 100) =>
		aReading(aSample([aDomain('web', {incarnation: '11', cpuSeconds: at, at})]), {uri: 'qmp:///1'});
	const two = (at = 100, changes: Partial<Reading> = {}) =>
		aReading(
			aSample([aDomain('web', {incarnation: '22', cpuSeconds: at / 2, at})], {
				problems: [silent],
			}),
			{uri: 'qmp:///2', ...changes},
		);
	const none = aReading(undefined, {uri: 'qmp:///1'});
	const rows = (...refreshes: Reading[][]): unknown =>
		usageAfter(refreshes).domains.map(({rowKey, uri}) => [rowKey, uri]);
	const both = [
		['host-1/web', 'qmp:///1'],
		['host-1/web#22', 'qmp:///2'],
	];

	test('is two guests: each has its row, its rates and its problems', () => {
		expect(rows([one(), two()])).toEqual(both);
		const usage = usageAfter([
			[one(), two()],
			[one(101), two(101)],
		]);
		expect(usage.domains.map(({cpuPercent}) => cpuPercent)).toEqual([100, 50]);
		expect(usage.problems.map(({uri, name, since}) => [uri, name, since])).toEqual([
			['qmp:///2', 'web', wallAt(100)],
		]);
	});

	test('keeps its row keys, whichever connection answers first, is lost or starts again', () => {
		const lost: Partial<Reading> = {status: {state: 'lost', message: 'Gone.'}};
		expect(rows([one(), two()], [one(), two(100, lost)])).toEqual(both);
		expect(rows([one(), two()], [none, two()])).toEqual([both[1]]);
		expect(rows([one(), two()], [none, two()], [one(), two()])).toEqual(both);
		expect(rows([none, two()], [one(), two()])).toEqual([
			['host-1/web#11', 'qmp:///1'],
			['host-1/web', 'qmp:///2'],
		]);
	});

	test('has one row where a lost connection repeats what was before a restart', () => {
		const old = aReading(aSample([aDomain('web', {incarnation: '11'})]), {
			uri: 'qmp:///1',
			status: {state: 'lost', message: 'Gone.'},
		});
		expect(rows([{...old, status: two().status}], [old, two()])).toEqual([['host-1/web', 'qmp:///2']]);
	});

	test('has one row where a better driver shows it', () => {
		expect(rows([aReading(aSample([aDomain('web')]), {uri: 'xl:', driver: 'xen'}), one(), two()])).toEqual([
			['host-1/web', 'xl:'],
		]);
	});

	test('is two rows under one uuid, and whoever stays alone keeps its own', () => {
		const listed = (...keys: readonly string[]) => [
			aReading(aSample(keys.map((key) => aDomain(key, {uuid: 'of both'})))),
		];
		expect(rows(listed('a', 'b'))).toEqual([
			['host-1/a', 'qmp:'],
			['host-1/b', 'qmp:'],
		]);
		for (const key of ['a', 'b']) {
			expect(rows(listed('a', 'b'), listed(key))).toEqual([[`host-1/${key}`, 'qmp:']]);
		}
	});

	test('marks the row that has the problem', () => {
		const usage = usageAfter([[one(), two()]]);
		const terminalStyle = {colour: false, ascii: false};
		const scene = sceneOf({
			usage,
			statuses: new Map(),
			view: someView(),
			size: {columns: 80, rows: 24},
			terminalStyle,
		});
		expect([...(scene.derived?.troubled ?? [])]).toEqual(['host-1/web#22']);
	});
});

describe('a process with the uuid of a domain that libvirt lists', () => {
	const uuid = 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6';
	const lost: Partial<Reading> = {status: {state: 'lost', message: 'Gone.'}};
	const libvirt = (changes: Partial<Domain> = {}, reading: Partial<Reading> = {}) =>
		aReading(
			aSample([aDomain('alpha', {key: uuid, uuid, id: 5, incarnation: 'id 5', pids: [40], ...changes})]),
			{uri: 'qemu:///system', driver: 'libvirt', ...reading},
		);
	const off = {id: undefined, state: 'shutoff', pids: []} as const;
	const process = (pid: number, changes: Partial<Domain> = {}): Domain =>
		aDomain('alpha', {
			key: uuid,
			uuid,
			id: pid,
			incarnation: `${pid}:1`,
			process: {pid, isTrusted: true, isOfLibvirt: false},
			...changes,
		});
	const fake = (pid: number, changes: Partial<Domain> = {}): Domain =>
		process(pid, {
			user: {id: 1001, name: 'eve'},
			process: {pid, isTrusted: false, isOfLibvirt: false},
			...changes,
		});
	const qmp = (...domains: Domain[]) => aReading(aSample(domains));
	const rows = ({domains}: Usage): unknown =>
		domains.map(({driver, domain, mark, isUnproven}) => [driver, domain.id, mark, isUnproven]);
	const alone = [['libvirt', 5, undefined, undefined]];

	test('is it where libvirt’s file names it', () => {
		const usage = usageAfter([[libvirt(), qmp(process(40))]]);
		expect(rows(usage)).toEqual(alone);
		expect(usage.problems).toEqual([]);
		expect(rows(usageAfter([[libvirt({pids: [41, 40]}), qmp(process(40))]]))).toEqual(alone);
	});

	test('has a marked row and one problem where the file names another', () => {
		const usage = usageAfter([[libvirt(), qmp(process(40), fake(66, {key: `${uuid}#66`}))]]);
		expect(rows(usage)).toEqual([...alone, ['qemu', 66, '(66)', true]]);
		expect(usage.domains.map(({rowKey}) => rowKey)).toEqual([`host-1/${uuid}`, `host-1/${uuid}#66:1`]);
		expect(usage.problems).toMatchObject([
			{
				uri: 'qmp:',
				kind: 'unproven-other',
				message:
					'Process 66 of user eve has the uuid of alpha, which qemu:///system runs as process 40: both are shown.',
				advice: expect.stringContaining('ps -fp 66'),
			},
		]);
	});

	test('hides nobody where it has the uuid’s key and the real one another', () => {
		const usage = usageAfter([[libvirt(), qmp(fake(30), process(40, {key: `${uuid}#40`}))]]);
		expect(rows(usage)).toEqual([...alone, ['qemu', 30, '(30)', true]]);
	});

	test('has a row where libvirt says that it is off, in whatever name', () => {
		const usage = usageAfter([[libvirt(off), qmp(fake(66, {name: 'red-miner'}))]]);
		expect(usage.domains.map(({domain}) => domain.name)).toEqual(['alpha', 'red-miner']);
		expect(usage.problems).toMatchObject([
			{kind: 'unproven-off', message: expect.stringContaining('which qemu:///system says is shut off')},
		]);
		// An image that root started twice is no less worth a word.
		expect(rows(usageAfter([[libvirt(off), qmp(process(66))]]))).toEqual([
			['libvirt', undefined, undefined, undefined],
			['qemu', 66, '(66)', true],
		]);
	});

	test('is it where no file can be seen, the kernel shows libvirt’s work, and it runs', () => {
		const own = process(40, {process: {pid: 40, isTrusted: true, isOfLibvirt: true}});
		expect(rows(usageAfter([[libvirt({pids: undefined}), qmp(own)]]))).toEqual(alone);
		for (const listed of [libvirt({...off, pids: undefined}), libvirt({pids: [41]})]) {
			expect(rows(usageAfter([[listed, qmp(own)]]))).toHaveLength(2);
		}

		const {problems, domains} = usageAfter([[libvirt({pids: undefined}), qmp(process(40))]]);
		expect(domains).toHaveLength(2);
		expect(problems).toMatchObject([
			{
				kind: 'unproven-unseen',
				message:
					'Process 40 has the uuid of alpha, and nothing shows that it is the one in qemu:///system: both are shown.',
			},
		]);
	});

	test('is it while libvirt starts it, before its file and its word are there', () => {
		const own = process(40, {process: {pid: 40, isTrusted: true, isOfLibvirt: 'just now'}});
		for (const listed of [libvirt(off), libvirt({...off, pids: undefined}), libvirt({...off, pids: [39]})]) {
			expect(rows(usageAfter([[listed, qmp(own)]]))).toEqual([['libvirt', undefined, undefined, undefined]]);
		}
	});

	test('is it for 10 s more where it ran, whichever is read first while it ends', () => {
		const own = process(40, {process: {pid: 40, isTrusted: true, isOfLibvirt: true}});
		const running = [libvirt({pids: undefined}), qmp(own)];
		const ended = (at: number) => [libvirt({...off, at, pids: undefined}), qmp({...own, at})];
		const count = (...refreshes: Reading[][]): number => usageAfter(refreshes).domains.length;
		const seconds = (from: number, to: number): Reading[][] =>
			Array.from({length: to - from + 1}, (_, index) => ended(from + index));
		expect(count(running, ...seconds(101, 110))).toBe(1);
		expect(count(running, ...seconds(101, 111))).toBe(2);
		expect(count(ended(100), ended(101))).toBe(2);
		expect(count([qmp(own)], ended(101))).toBe(2);
	});

	test('takes the row of a lost libvirt only where it is proven', () => {
		const own = process(40, {process: {pid: 40, isTrusted: true, isOfLibvirt: true}});
		for (const known of [[40], [39]]) {
			expect(rows(usageAfter([[libvirt({pids: known}, lost), qmp(own)]]))).toEqual([
				['qemu', 40, undefined, undefined],
			]);
		}

		expect(rows(usageAfter([[libvirt({}, lost), qmp(fake(66))]]))).toEqual([
			...alone,
			['qemu', 66, '(66)', true],
		]);
	});

	test('never has the row key of what is listed, not even where it was there first', () => {
		const usage = usageAfter([[qmp(fake(66))], [libvirt(off), qmp(fake(66))]]);
		expect(usage.domains.map(({driver, rowKey}) => [driver, rowKey])).toEqual([
			['libvirt', `host-1/${uuid}`],
			['qemu', `host-1/${uuid}#66:1`],
		]);
	});

	test('is one problem, however many there are of it, and of however many domains', () => {
		const many = Array.from({length: 40}, (_, index) => `f81d4fae-7dec-11d0-a765-0000000000${index + 10}`);
		const listed = many.map((one) => aDomain(one, {key: one, uuid: one, pids: []}));
		const fakes = many.flatMap((one, index) => [
			fake(100 + index, {key: one, uuid: one}),
			fake(200 + index, {key: `${one}#2`, uuid: one}),
		]);
		const {problems, domains} = usageAfter([
			[aReading(aSample(listed), {uri: 'qemu:///system', driver: 'libvirt'}), qmp(...fakes)],
		]);
		expect(domains).toHaveLength(120);
		expect(problems).toHaveLength(17);
		expect(problems[0]?.message).toMatch(/^Process 100 of user eve and 1 more have the uuid/);
		expect(problems.at(-1)?.message).toBe('Processes have the uuids of 24 more domains too.');
	});

	test('costs no more with a thousand others of its uuid than alone', () => {
		const reads = (count: number): number => {
			let all = 0;
			const fakes = Array.from({length: count}, (_, index) => {
				const one = fake(1000 + index, {key: `${uuid}#${index}`});
				return Object.defineProperty({...one}, 'incarnation', {
					enumerable: true,
					get: () => {
						all += 1;
						return one.incarnation;
					},
				});
			});
			usageAfter([
				[libvirt(), qmp(...fakes)],
				[libvirt(), qmp(...fakes)],
			]);
			return all / count;
		};
		expect(reads(1000)).toBeLessThanOrEqual(1.1 * reads(10));
	});

	test('stands behind it, and is told from it in NAME, whatever it is sorted by', () => {
		const usage = usageAfter([[libvirt(), qmp(fake(66), fake(67, {key: 'x', uuid: undefined}))]]);
		for (const reverse of [false, true]) {
			const order = {sort: 'name', reverse, filter: ''};
			const found = rowsOf(usage, 'domains', order, {cpuBase: 'cpu'});
			expect(found.map((row) => row.usage.mark)).toEqual([undefined, '(66)', '(67)']);
		}
	});

	test('of two without a libvirt, the stranger’s comes second and both are told apart', () => {
		const usage = usageAfter([[qmp(fake(30, {key: `${uuid}#30`}), process(40))]]);
		expect(usage.domains.map(({rowKey, mark}) => [rowKey, mark])).toEqual([
			[`host-1/${uuid}`, '(40)'],
			[`host-1/${uuid}#30:1`, '(30)'],
		]);
		expect(usage.problems).toEqual([]);
	});
});

test('of two connections that see one process the one that knows more shows it', () => {
	const poor = aDomain('u1', {
		state: 'unknown',
		incarnation: '7:1',
		process: {pid: 7, isTrusted: true, isOfLibvirt: false},
	});
	const rich = {...poor, state: 'running', disks: [], vcpuCount: 3} as const;
	const reading = (domain: Domain, uri: string, changes: Partial<Reading> = {}) =>
		aReading(aSample([domain], {problems: [{...silent, domain: domain.key}]}), {uri, ...changes});
	for (const readings of [
		[reading(poor, 'qmp:'), reading(rich, 'qmp:///1')],
		[reading(rich, 'qmp:///1'), reading(poor, 'qmp:')],
	]) {
		const {domains, problems} = usageAfter([readings]);
		expect(domains.map(({uri, mark}) => [uri, mark])).toEqual([['qmp:///1', undefined]]);
		expect(problems.map(({uri}) => uri)).toEqual(['qmp:///1']);
	}

	const named = {...rich, key: 'other', name: 'other', uuid: 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6'};
	const both = usageAfter([[reading(poor, 'qmp:'), reading(named, 'qmp:///1')]]);
	expect(both.domains.map(({domain}) => domain.name)).toEqual(['other']);
	expect(both.problems.map(({uri}) => uri)).toEqual(['qmp:///1']);

	const lost: Partial<Reading> = {status: {state: 'lost', message: 'Gone.'}};
	const {domains} = usageAfter([[reading(poor, 'qmp:'), reading(rich, 'qmp:///1', lost)]]);
	expect(domains.map(({uri}) => uri)).toEqual(['qmp:']);
});
