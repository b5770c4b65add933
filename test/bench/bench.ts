import {spawnSync} from 'node:child_process';
import {existsSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {makeTrustedFolder} from '../helpers/trusted-folder.ts';
import {inTerminal} from './in-terminal.ts';
import {libvirtPart} from './libvirt.ts';
import {screenPart} from './screen-part.ts';
import {median, table} from './table.ts';
import {xenPart} from './xen.ts';

const program = join(import.meta.dirname, '..', '..', 'dist', 'cli.js');
const domtop = [process.execPath, '--max-semi-space-size=2', program];
const sizes = [10, 100, 1000];
const quick = process.argv.includes('--quick');
const runs = quick ? 3 : 7;
const window = quick ? 5 : 20;

/** Whole programs, from their start to their last byte. */
const wholeRun = ([command = '', ...arguments_]: readonly string[]): number => {
	const started = performance.now();
	const {status} = spawnSync(command, arguments_, {stdio: ['ignore', 'pipe', 'ignore'], env: process.env});
	if (status !== 0) {
		throw new Error(`${command} ${arguments_.join(' ')} exited with ${status}.`);
	}

	return performance.now() - started;
};

const installed = (command: string): boolean =>
	(process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, command)));

const first = <Peer extends {readonly command: readonly string[]}>(
	peers: readonly Peer[],
): Peer | undefined => peers.find(({command: [name = '']}) => installed(name));

/** In turn, A B A B, so that both meet the same machine. */
const inTurn = async (measures: readonly (() => Promise<number>)[]): Promise<number[]> => {
	const results = measures.map((): number[] => []);
	for (let run = 0; run <= runs; run++) {
		for (const [index, measure] of measures.entries()) {
			const result = await measure();
			if (run > 0) {
				results[index]?.push(result);
			}
		}
	}

	return results.map(median);
};

const milliseconds = (value: number): string => `${value.toFixed(0)} ms`;

const startTimes = async (cache: string): Promise<void> => {
	const screenPeer = first([
		{command: ['virt-top', '-c', 'test:///default'], sign: /test/},
		{command: ['xentop'], sign: /xentop/},
		{command: ['top'], sign: /PID/},
	]);
	const linePeer = first([
		{command: ['virsh', '-c', 'test:///default', 'domstats', '--raw']},
		{command: ['top', '-b', '-n', '1']},
	]);
	const frame = async (command: readonly string[], sign: RegExp): Promise<number> =>
		(await inTerminal(command, sign, 0, cache)).firstFrame;
	const frames = await inTurn([
		() => frame([...domtop, '-c', 'test:///10x4'], /vm-0+/),
		...(screenPeer ? [() => frame(screenPeer.command, screenPeer.sign)] : []),
	]);
	const lines = await inTurn([
		async () => wholeRun([...domtop, '-c', 'test:///10x4', '--json', '-n', '1', '-d', '0.1']),
		async () => wholeRun([...domtop, '-c', 'test:///10x4', 'domblkstat', 'vm-0001']),
		...(linePeer ? [async () => wholeRun(linePeer.command)] : []),
	]);
	const row = (
		what: string,
		value: number | undefined,
		peer: number | undefined,
		name: string | undefined,
	): string[] => [
		what,
		value === undefined ? '' : milliseconds(value),
		peer === undefined ? '' : milliseconds(peer),
		peer === undefined || value === undefined ? '' : (value / peer).toFixed(1),
		name ?? 'no peer installed',
	];
	console.log(
		`\nStart, 10 domains × 4 disks, medians of ${runs}; the JSON sample waits for one delay of 100 ms\n`,
	);
	console.log(
		table([
			['', 'domtop', 'peer', 'ratio', 'peer is'],
			row('first frame (aim: under 200 ms)', frames[0], frames[1], screenPeer?.command.join(' ')),
			row('first JSON sample', lines[0], lines[2], linePeer?.command.join(' ')),
			row('one-shot, whole run', lines[1], lines[2], linePeer?.command.join(' ')),
		]),
	);
};

const running = async (cache: string): Promise<void> => {
	const delay = 1;
	const rows = [['', 'CPU/refresh', 'bytes/refresh', 'peak RSS']];
	const run = async (name: string, command: readonly string[], sign: RegExp): Promise<void> => {
		const {before, after, bytes, seconds} = await inTerminal(command, sign, window, cache);
		const refreshes = seconds / delay;
		rows.push([
			name,
			`${(((after.cpuSeconds - before.cpuSeconds) / refreshes) * 1000).toFixed(1)} ms`,
			(bytes / refreshes).toFixed(0),
			`${after.peakMiB.toFixed(0)} MB`,
		]);
	};

	for (const size of sizes) {
		await run(`domtop, ${size} × 4`, [...domtop, '-c', `test:///${size}x4`, '-d', String(delay)], /vm-0+/);
	}

	const peer = first([
		{command: ['virt-top', '-c', 'test:///default', '-d', String(delay)], sign: /test/},
		{command: ['top', '-d', String(delay)], sign: /PID/},
	]);
	if (peer) {
		await run(`${peer.command.join(' ')}, in the same run`, peer.command, peer.sign);
	}

	console.log(
		`\nRunning in a terminal of 120x40, a refresh a second, ${window} s (aims: RSS ≤ 100 MB at 10, ≤ 150 MB at 1000)\n`,
	);
	console.log(table(rows));
};

const cache = makeTrustedFolder();
try {
	await startTimes(cache);
	await running(cache);
} finally {
	rmSync(cache, {recursive: true, force: true});
}

console.log(
	'\nThe screen part alone, inside one process: the same frames for 10 and 1000 domains (aim: under 2)\n',
);
console.log(table(await screenPart(quick)));

console.log('\nXen: a generated dom0 of 250 domains with 4 VBDs each\n');
console.log(table(await xenPart(quick)));

const shown = async (uri: string): Promise<number> => {
	const folder = mkdtempSync(join(tmpdir(), 'domtop-bench-'));
	try {
		const delay = 2;
		const {before, after, seconds} = await inTerminal(
			[...domtop, '-c', uri, '-d', String(delay)],
			/vm-0+/,
			quick ? 10 : 30,
			folder,
		);
		return ((after.cpuSeconds - before.cpuSeconds) / (seconds / delay)) * 1000;
	} finally {
		rmSync(folder, {recursive: true, force: true});
	}
};

console.log(
	'\nlibvirt: CPU and time of a refresh, from the question to the rates, beside `domstats` in one virsh on the same daemon (aim: ratio under 1)\n',
);
console.log(table(await libvirtPart(quick, shown)));
