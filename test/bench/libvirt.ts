import {execFile, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {promisify} from 'node:util';
import {bundle} from '../../scripts/bundle.ts';
import {withTestDriver} from './libvirt-test-driver.ts';
import {virshCost} from './virsh-cost.ts';

type Measured = {
	readonly cpu: number;
	readonly wall: number;
	readonly domains: number;
	readonly disks: number;
	/** Of the decoder alone, MB/s. */
	readonly speed: number;
};

const milliseconds = (value: number): string => `${value.toFixed(1)} ms`;

const hasVirsh = async (): Promise<boolean> =>
	promisify(execFile)('virsh', ['--version']).then(
		() => true,
		() => false,
	);

/** The driver in a process of its own, in the bundle's form. */
const driverIn = async (folder: string): Promise<(uri: string, refreshes: number) => Promise<Measured>> => {
	await bundle({entry: 'test/bench/libvirt-entry.ts'}, folder);
	writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
	return async (uri, refreshes) => {
		const {stdout} = await promisify(execFile)(process.execPath, [
			'--max-semi-space-size=2',
			join(folder, 'entry.js'),
			uri,
			String(refreshes),
		]);
		return JSON.parse(stdout) as Measured;
	};
};

const row = (what: string, {cpu, wall}: Measured, theirs: number | undefined): string[] => [
	what,
	milliseconds(cpu),
	milliseconds(wall),
	theirs === undefined ? '' : milliseconds(theirs),
	theirs === undefined ? 'no virsh installed' : (cpu / theirs).toFixed(2),
];

/** What the daemon of one answer is for: `use` is given its socket, and what it told of itself. */
const withDaemon = async <Result>(
	folder: string,
	use: (path: string, bytes: number, parameters: number) => Promise<Result>,
): Promise<Result> => {
	const path = join(folder, 'libvirt-sock');
	const script = join(import.meta.dirname, 'libvirt-daemon.ts');
	const daemon = spawn(process.execPath, [script, path, '1000'], {stdio: ['pipe', 'pipe', 'inherit']});
	try {
		const [line] = (await once(createInterface({input: daemon.stdout}), 'line')) as [string];
		const [, bytes, parameters] = line.split(' ').map(Number);
		return await use(path, bytes ?? 0, parameters ?? 0);
	} finally {
		daemon.stdin.end();
		await once(daemon, 'exit');
	}
};

/** Tables of what a refresh over libvirt costs, beside virsh on the same daemon; `shown` is of the whole program on a screen. */
export const libvirtPart = async (
	quick: boolean,
	shown: (uri: string) => Promise<number>,
): Promise<string[][]> => {
	const folder = mkdtempSync(join(tmpdir(), 'domtop-bench-'));
	const refreshes = quick ? 5 : 20;
	try {
		const measure = await driverIn(folder);
		const isPeerHere = await hasVirsh();
		const peer = (uri: string, commands?: readonly string[]): number | undefined =>
			isPeerHere ? virshCost(uri, refreshes, commands) : undefined;
		const rows = [['', 'domtop CPU', 'wall', 'virsh CPU', 'ratio']];
		await withDaemon(folder, async (path, bytes, parameters) => {
			const uri = `qemu+unix:///system?socket=${path}`;
			const ours = await measure(uri, refreshes);
			rows.push(
				row(`1000 × 4, ${parameters} parameters each`, ours, peer(uri)),
				['the same, whole program on a screen (aim: under 150 ms)', milliseconds(await shown(uri))],
				[`decoding alone, ${(bytes / 1e6).toFixed(1)} MB`, `${ours.speed.toFixed(0)} MB/s`],
			);
		});
		await withTestDriver(
			async (uriOf) => {
				for (const count of [100, 1000]) {
					const uri = uriOf(count);
					rows.push(row(`test driver, ${count} domains`, await measure(uri, refreshes), peer(uri)));
				}
			},
			(reason) => rows.push([`test driver: skipped, ${reason}`]),
		);
		return rows.map((cells) => [...cells, ...Array.from({length: 5 - cells.length}, () => '')]);
	} finally {
		rmSync(folder, {recursive: true, force: true});
	}
};
