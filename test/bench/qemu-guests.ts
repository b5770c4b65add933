import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {copyFileSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

/** Runs so many processes that are taken for QEMU, for as long as `use` takes. */
export const withQemuGuests = async <Result>(count: number, use: () => Promise<Result>): Promise<Result> => {
	const folder = mkdtempSync(join(tmpdir(), 'domtop-bench-'));
	const emulator = join(folder, 'qemu-system-x86_64');
	copyFileSync(process.execPath, emulator);
	const children: ChildProcess[] = [];
	const start = async (index: number): Promise<void> => {
		const socket = join(folder, `${index}.sock`);
		const claims = ['-name', `vm-${index}`, '-m', '256', '-qmp', `unix:${socket},server=on,wait=off`];
		const child = spawn(
			emulator,
			[join(import.meta.dirname, 'qemu-guest.ts'), socket, String(index), ...claims],
			{stdio: ['pipe', 'pipe', 'inherit']},
		);
		children.push(child);
		await once(child.stdout, 'data');
	};
	try {
		for (let index = 0; index < count; index += 10) {
			const next = Array.from({length: Math.min(10, count - index)}, (_, place) => index + place);
			await Promise.all(next.map(start));
		}

		return await use();
	} finally {
		await Promise.all(
			children.map(async (child) => {
				const ended = once(child, 'exit');
				child.kill('SIGKILL');
				await ended;
			}),
		);
		rmSync(folder, {recursive: true, force: true});
	}
};
