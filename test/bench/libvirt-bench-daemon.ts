import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';

/** A daemon of one answer, and what it says of it. */
export type BenchDaemon = {
	readonly uri: string;
	/** Bytes of its bulk reply. */
	readonly bytes: number;
	/** Parameters of each domain in it. */
	readonly parameters: number;
};

/** Runs a daemon that tells of so many running domains with 4 disks each, for as long as `use` takes. */
export const withBenchDaemon = async <Result>(
	domains: number,
	use: (daemon: BenchDaemon) => Promise<Result>,
): Promise<Result> => {
	const folder = mkdtempSync(join(tmpdir(), 'domtop-bench-'));
	const path = join(folder, 'libvirt-sock');
	const script = join(import.meta.dirname, 'libvirt-daemon.ts');
	const daemon = spawn(process.execPath, [script, path, String(domains)], {
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	const ended = once(daemon, 'exit');
	try {
		const [line] = (await once(createInterface({input: daemon.stdout}), 'line')) as [string];
		const [, bytes, parameters] = line.split(' ').map(Number);
		return await use({
			uri: `qemu+unix:///system?socket=${path}`,
			bytes: bytes ?? 0,
			parameters: parameters ?? 0,
		});
	} finally {
		daemon.stdin.end();
		await ended;
		rmSync(folder, {recursive: true, force: true});
	}
};
