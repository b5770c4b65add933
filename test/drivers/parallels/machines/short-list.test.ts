import {expect, test} from 'vitest';
import {parseShortList} from '../../../../drivers/parallels/machines/create-machine-lister.ts';
import {parseShortText} from '../../../../drivers/parallels/machines/short-text.ts';
import {printedFor} from '../captured.ts';

const [db1, web1] = [
	{uuid: 'aaaaaaaa-0000-4000-8000-000000000002', name: 'db1', kind: 'vm', status: 'running'},
	{uuid: 'aaaaaaaa-0000-4000-8000-000000000001', name: 'web1', kind: 'vm', status: 'running'},
];

test('the captured list', () => {
	expect(parseShortList(printedFor('list -a -j'))).toEqual([db1, web1]);
});

test('the captured columns, of which it asks for fewer', () => {
	const asked = printedFor('list -a\n').replaceAll(/(?<=STATUS {7})IP_ADDR {9}|(?<=running {6})- {15}/g, '');
	expect(parseShortText(asked)).toEqual([db1, web1]);
});

test.each([
	['none', '[\n\n]\n', []],
	['nothing', '\n', []],
	['no array', '{}', undefined],
	['no JSON', 'prlctl: what?', undefined],
	[
		'odd entries beside a good one',
		'[1, null, "x", [], {"name": "no uuid"}, {"uuid": "x"}, {"uuid": {}}, {"uuid": "{AAAAAAAA-0000-4000-8000-000000000001}"}]',
		[{...web1, name: web1?.uuid, status: 'unknown'}],
	],
	[
		'a container, and a uuid that comes twice',
		`[{"uuid": "${web1?.uuid}", "type": "CT", "name": "a", "status": "mounted"}, {"uuid": "${web1?.uuid}", "name": "b"}]`,
		[{...web1, kind: 'container', name: 'a', status: 'mounted'}],
	],
	[
		'escape sequences and raw control characters in a name',
		`[\n\t{\n\t\t"uuid": "${web1?.uuid}",\n\t\t"status": "running",\n\t\t"name": "a\u001b[2J\u0001\\n\u202eb"\n\t}\n]`,
		[{...web1, name: 'a\uFFFD[2J\uFFFD\uFFFD\uFFFDb'}],
	],
	[
		'quotes and backslashes that are not escaped',
		`[\n\t{\n\t\t"uuid": "${db1?.uuid}",\n\t\t"name": "say \\"hi\\\\"\n\t},\n\t{\n\t\t"uuid": "${web1?.uuid}",\n\t\t"status": "running",\n\t\t"name": "the "web" \\"\n\t}\n]`,
		[
			{...db1, name: 'say "hi\\', status: 'unknown'},
			{...web1, name: 'the "web" \\'},
		],
	],
	[
		'an entry that is cut',
		`[\n\t{\n\t\t"uuid": "${db1?.uuid}",\n\t\t"status": "running",\n\t\t"name": "db1"\n\t},\n\t{\n\t\t"uuid": "aaaa`,
		[db1],
	],
] as const)('JSON with %s', (_name, text, machines) => {
	expect(parseShortList(text)).toEqual(machines);
});

test.each([
	['nothing', '', []],
	['no header', '{aaaaaaaa-0000-4000-8000-000000000001} running VM web1\n', undefined],
	['the header alone', 'UUID                                    STATUS       T  NAME\n', []],
	[
		'names with spaces, odd rows, a template',
		[
			'UUID                                    STATUS       T  NAME',
			'{AAAAAAAA-0000-4000-8000-000000000001}  stopped      CT my  web\u001b[H server ',
			'{aaaaaaaa-0000-4000-8000-000000000002}  running      VM ',
			'something else',
			'{aaaaaaaa}  running      VM x',
			'{aaaaaaaa-0000-4000-8000-000000000003}  del_snapshot VM CT x',
		].join('\r\n'),
		[
			{uuid: web1?.uuid, name: 'my  web\uFFFD[H server', kind: 'container', status: 'stopped'},
			{...db1, name: db1?.uuid},
			{
				uuid: 'aaaaaaaa-0000-4000-8000-000000000003',
				name: 'CT x',
				kind: 'vm',
				status: 'del_snapshot',
			},
		],
	],
] as const)('columns with %s', (_name, text, machines) => {
	expect(parseShortText(text)).toEqual(machines);
});
