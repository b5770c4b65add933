import {afterAll, beforeAll, expect, test} from 'vitest';
import type {Report} from '../report.ts';
import {diskOf, faultsOf, rowOf} from '../rows.ts';
import {delta, sectorsMoved, startHvm} from './hvm-guest.ts';
import {describeXen, type Lab, openLab} from './lab.ts';
import {type Watch, watchOn} from './program.ts';
import {hasRates} from './witness.ts';

/** What QEMU itself says, over the socket that domtop asks too: reads and writes of a drive. */
const blockStats = (domid: number, drive: string): string =>
	`python3 -c '${[
		'import json, socket',
		`s = socket.socket(socket.AF_UNIX); s.settimeout(20); s.connect("/run/xen/qmp-libxenstat-${domid}")`,
		'f = s.makefile("rw"); f.readline()',
		'ask = lambda c: (f.write(json.dumps({"execute": c}) + chr(10)), f.flush(), json.loads(f.readline()))[2]',
		'ask("qmp_capabilities")',
		`found = [e["stats"] for e in ask("query-blockstats")["return"] if e["device"] == "${drive}"]`,
		'print(*[found[0][k] for k in ("rd_bytes", "rd_operations", "wr_bytes", "wr_operations")])',
	].join('\n')}'`;

describeXen('an HVM guest without PV drivers', () => {
	let lab: Lab;
	let domid = 0;
	let running: Watch;

	beforeAll(async () => {
		lab = await openLab();
		// Start domtop before the guest: the guest's I/O and the start of a program are much at once for one emulated processor.
		running = watchOn(lab.dom0, ['-d', '1']);
		await running.until(hasRates(lab.alpha.config, lab.beta.config));
		domid = await startHvm(lab.dom0);
	}, 300_000);

	afterAll(async () => {
		await lab.dom0.attempt(`xl destroy ${delta.name}`);
		await lab.close();
	});

	const [hda, hdb] = delta.disks;
	const disk = (line: Report, {name}: {readonly name: string} = hda) => diskOf(line, delta, name);

	test('a disk on blkback counts what its device model serves of it, in one row, and rates are real', async () => {
		const first = await running.until((line) => (disk(line)?.readBytesPerSecond ?? 0) > 0);
		const before = disk(first);
		const state = await lab.dom0.run(`cat /sys/bus/xen-backend/devices/vbd-${domid}-${hda.devid}/state`);
		expect(state).toBe('InitWait');
		const lines = await running.next(5);
		const line = running.reports.at(-1) ?? first;
		const after = disk(line);
		expect(rowOf(line, delta)?.disks?.map(({name}) => name)).toEqual(['hda', 'hdb', 'hdc']);
		expect(after).toMatchObject({backend: 'vbd', source: '/dev/lab-delta-hda'});
		const grown = (counter: 'readBytes' | 'writeBytes') =>
			(after?.[counter] ?? Number.NaN) - (before?.[counter] ?? Number.NaN);
		expect(grown('readBytes')).toBeGreaterThan(0);
		const round = sectorsMoved.read * 512;
		const share = sectorsMoved.written / sectorsMoved.read;
		expect(Math.abs(grown('writeBytes') - grown('readBytes') * share)).toBeLessThanOrEqual(round);
		expect(disk(line, hdb)).toMatchObject({backend: 'qdisk', writeBytes: 0});
		expect(disk(line, {name: 'hdc'})).toMatchObject({reason: 'no medium'});
		// Earlier lines may have faults: QEMU started beside the other guests, and late.
		expect(faultsOf(lines, delta)).toEqual([]);
	});

	test.each([
		['ide0-hd0', hda],
		['ide0-hd1', hdb],
	])('paused, %s counts to the last digit what %o shows', async (drive, one) => {
		await lab.dom0.run(`xl pause ${delta.name}`);
		try {
			await running.until((line) => rowOf(line, delta)?.state === 'paused');
			const line = await running.fresh();
			const truth = (await lab.dom0.run(blockStats(domid, drive))).split(' ').map(Number);
			const {readBytes, readRequests, writeBytes, writeRequests} = disk(line, one) ?? {};
			expect([readBytes, readRequests, writeBytes, writeRequests]).toEqual(truth);
			expect(truth[0]).toBeGreaterThan(0);
		} finally {
			await lab.dom0.run(`xl unpause ${delta.name}`);
		}
	});
});
