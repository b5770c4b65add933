import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {differences} from './differences.ts';
import type {Entry} from './entry.ts';
import {loadReplay} from './load-replay.ts';
import {type RecordedLines, recordedText, sizeLimit, unpackLines} from './recording-file.ts';
import {storedRefreshes} from './stored-refreshes.ts';

const folder = join(import.meta.dirname, '../fixtures/labs');
const names = readdirSync(folder, {recursive: true, encoding: 'utf8'}).filter((name) => name.endsWith('.br'));

let temporary = '';
let replay: Awaited<ReturnType<typeof loadReplay>>;

beforeAll(async () => {
	temporary = mkdtempSync(join(tmpdir(), 'domtop-replay-'));
	replay = await loadReplay(temporary);
});

afterAll(() => rmSync(temporary, {recursive: true}));

const read = (name: string): Buffer => readFileSync(join(folder, name));

/** The recording with a step or deed changed. */
const changed = (lines: RecordedLines, change: (entry: Entry, index: number) => Entry): RecordedLines => ({
	...lines,
	entries: lines.entries.map(change),
});

describe('recordings of labs', () => {
	test('are there of each lab, small, and name nothing of the machine that made them', () => {
		expect(new Set(names.map((name) => name.split('/')[0]))).toEqual(
			new Set(['debian13', 'libvirt', 'lxc', 'qemu', 'xen']),
		);
		for (const name of names) {
			expect(read(name).length, name).toBeLessThanOrEqual(sizeLimit);
			expect(recordedText(read(name)), name).not.toMatch(/\/(?:work|root|home|mnt)\//);
			expect(storedRefreshes(unpackLines(read(name))).length, name).toBeGreaterThanOrEqual(8);
		}
	});

	test.each(names)(
		'%s: the drivers of now read the same samples, and domtop reports the same rates',
		async (name) => {
			const lines = unpackLines(read(name));
			const {refreshes, missing} = await replay(lines);
			expect(missing).toEqual([]);
			expect(differences(storedRefreshes(lines), refreshes)).toEqual([]);
		},
	);
});

describe('a replay', () => {
	const qemu = unpackLines(read('qemu/mixed.jsonl.br'));

	test('shows a digit that was changed in what a peer said', async () => {
		let count = 0;
		const spoilt = changed(qemu, (entry) => {
			if (!('step' in entry && entry.step === 'received' && 'text' in entry.bytes)) {
				return entry;
			}

			const text = entry.bytes.text.replace(/"rd_bytes": [1-9]/, (words) => {
				count += 1;
				return count === 1 ? `${words}0` : words;
			});
			return {...entry, bytes: {text}};
		});
		const {refreshes} = await replay(spoilt);
		expect(count).toBeGreaterThan(0);
		const places = differences(storedRefreshes(qemu), refreshes).map(({place}) => place);
		expect(places).toContainEqual(expect.stringMatching(/^\/0\/sample\/domains\/\d\/disks\/\d\/readBytes$/));
		expect(places).toContainEqual(expect.stringMatching(/^\/1\/report\/.*\/readBytesPerSecond$/));
	});

	test('shows a digit that was changed in what the kernel said', async () => {
		const spoilt = changed(qemu, (entry) =>
			'did' in entry && entry.did === 'read' && /^text \/proc\/\d+\/status$/.test(entry.question)
				? {...entry, answer: JSON.parse(JSON.stringify(entry.answer).replace(/(VmRSS:\\t *)\d/, '$19'))}
				: entry,
		);
		const {refreshes} = await replay(spoilt);
		const places = differences(storedRefreshes(qemu), refreshes).map(({place}) => place);
		expect(places).toContainEqual(expect.stringMatching(/\/memory\/residentKiB$/));
	});

	test('names a request, a file and a connection that are not in the recording', async () => {
		const without = (isLeftOut: (entry: Entry) => boolean): RecordedLines => ({
			...qemu,
			entries: qemu.entries.filter((entry) => !isLeftOut(entry)),
		});
		const request = await replay(
			changed(qemu, (entry) =>
				'did' in entry && entry.did === 'send' && 'text' in entry.bytes
					? {...entry, bytes: {text: entry.bytes.text.replace('query-status', 'query-other')}}
					: entry,
			),
		);
		expect(request.missing).toContainEqual(
			expect.stringMatching(/^refresh 1: QMP query-status \[\] to \/.*alpha/),
		);
		const file = await replay(
			without((entry) => 'did' in entry && entry.did === 'read' && entry.question === 'text /proc/meminfo'),
		);
		expect(file.missing).toContain('refresh 1: text /proc/meminfo');
		const connection = await replay(
			changed(qemu, (entry) => ('did' in entry && entry.did === 'dial' ? {...entry, path: '/other'} : entry)),
		);
		expect(connection.missing).toContainEqual(
			expect.stringMatching(/^refresh 1: a connection to \/.*beta\.sock$/),
		);
	});

	test('does not depend on the order of requests that a peer answers', async () => {
		/** Two requests sent at one step trade places, with their ids. */
		const entries = [...qemu.entries];
		let swapped = 0;
		for (const [index, entry] of entries.entries()) {
			const next = entries[index + 1];
			if (
				'did' in entry &&
				entry.did === 'send' &&
				next &&
				'did' in next &&
				next.did === 'send' &&
				next.socket === entry.socket
			) {
				entries[index] = next;
				entries[index + 1] = entry;
				swapped += 1;
			}
		}

		const {refreshes, missing} = await replay({...qemu, entries});
		expect(swapped).toBeGreaterThan(10);
		expect(missing).toEqual([]);
		expect(differences(storedRefreshes(qemu), refreshes)).toEqual([]);
	});
});
