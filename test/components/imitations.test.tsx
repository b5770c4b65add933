import {describe, expect, test} from 'vitest';
import {renderFrame} from '../../source/app/frame.tsx';
import {pageNames} from '../../source/columns/columns.ts';
import {pageKeys} from '../../source/keys/page-keys.ts';
import {promptKeys} from '../../source/keys/prompt-keys.ts';
import type {Domain} from '../../source/model/sample.ts';
import {sceneOf} from '../../source/scene/scene.ts';
import {aDisk, aDomain, aNic, aReading, aSample, usageAfter} from '../helpers/sample-builder.ts';
import {someView} from '../helpers/some-view.ts';

const uuid = 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6';

/** A domain of libvirt and two processes that call themselves so, each with one of every kind of device. */
const usageOf = (name: string) => {
	const real = aDomain(name, {
		key: uuid,
		uuid,
		id: 5,
		pids: [40],
		disks: [aDisk('vda')],
		nics: [aNic('tap0')],
		vcpus: [{index: 0}],
	});
	const fake = (pid: number): Domain => ({
		...real,
		id: pid,
		key: `${uuid}#${pid}`,
		incarnation: `${pid}:1`,
		pids: undefined,
		user: {id: 1001, name: 'eve'},
		process: {pid, isTrusted: false, isOfLibvirt: false},
	});
	return usageAfter([
		[
			aReading(aSample([real]), {uri: 'qemu:///system', driver: 'libvirt'}),
			aReading(aSample([fake(4194303), fake(66)])),
		],
	]);
};

test('a question for a period and the page of a domain name the process', () => {
	const view = someView();
	const size = {columns: 80, rows: 24};
	const terminalStyle = {colour: false, ascii: false};
	const sceneWith = (key: string) =>
		sceneOf({
			usage: usageOf('web'),
			statuses: new Map(),
			view: {
				...view,
				selections: {...view.selections, domains: {key, index: 0, top: 0}},
			},
			size,
			terminalStyle,
		});
	const askPeriod = promptKeys.find(({label}) => label === 'p');
	const enter = pageKeys.find(({inputs, places}) => inputs.includes('enter') && places?.includes('table'));
	const names = ['', '#66:1', '#4194303:1'].map((end) => {
		const scene = sceneWith(`host-1/${uuid}${end}`);
		const [asked] = askPeriod?.act(scene) ?? [];
		const [opened] = enter?.act(scene) ?? [];
		return [
			asked?.type === 'prompt' && asked.prompt?.kind === 'period' && asked.prompt.subject.name,
			opened?.type === 'open' && opened.name,
		];
	});
	expect(names).toEqual([
		['web', 'web'],
		['web(66)', 'web(66)'],
		['web(4194303)', 'web(4194303)'],
	]);
});

describe('processes that call themselves as a domain does are told from it', () => {
	test.each([
		['a short name', 'web'],
		['a long one', 'customer-17-production-database-replica-frankfurt-3'],
		['one of wide letters', '顧客十七の本番データベースの複製'],
	])('on all pages, at any width: %s', (_, name) => {
		for (const columns of [40, 60, 80, 200]) {
			for (const page of pageNames) {
				const frame = renderFrame(
					usageOf(name),
					someView({page}),
					{ascii: false, colour: false},
					{columns, rows: 20},
				);
				expect(frame, `${page} ${columns}`).toContain('(66)');
				expect(frame, `${page} ${columns}`).toContain('(4194303)');
				const lines = frame.split('\n');
				const start = lines.findIndex((line) => line.startsWith(' NAME'));
				const marks = lines.slice(start + 1, start + 4).map((line) => /\(\d+\)/.exec(line)?.[0]);
				expect(marks).toEqual([undefined, '(66)', '(4194303)']);
			}
		}
	});
});
