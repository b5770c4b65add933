import {execFileSync, spawn} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {xenDriver} from '../../drivers/xen/driver.ts';
import {systemClock} from '../../source/async/clock.ts';
import {parseAddress} from '../../source/driver/address.ts';
import {median} from './table.ts';

/*
A refresh of a generated dom0 of 250 domains with 4 VBDs each, beside one `cat` of the same 7000 files. The files are on
the machine's temporary file system and not in sysfs, for both. What stands in for Python has a process of its own, as
Python has, so that only our side of it is counted.
*/

const domains = 250;
const devids = [51712, 51728, 51744, 51760];
const files = ['rd_req', 'wr_req', 'f_req', 'ds_req', 'oo_req', 'rd_sect', 'wr_sect'];
const refreshes = Number(process.argv[2] ?? 30);

const plant = (root: string): void => {
	const write = (path: string, text: string): void => writeFileSync(join(root, path), text);
	for (const folder of ['sys/hypervisor/properties', 'sys/bus/xen-backend/devices', 'proc/net']) {
		mkdirSync(join(root, folder), {recursive: true});
	}

	write('sys/hypervisor/type', 'xen\n');
	write('sys/hypervisor/properties/features', '000228f0\n');
	write('proc/net/dev', 'Inter-|\n face |\n');
	for (let id = 1; id <= domains; id++) {
		for (const devid of devids) {
			const name = `vbd-${id}-${devid}`;
			const folder = `sys/devices/${name}/statistics`;
			mkdirSync(join(root, folder), {recursive: true});
			symlinkSync(`../../../devices/${name}`, join(root, 'sys/bus/xen-backend/devices', name));
			for (const [index, file] of files.entries()) {
				write(`${folder}/${file}`, `${id * 1000 + index}\n`);
			}
		}
	}
};

/** Says what the script would say of so many domains; the times grow. */
const standIn = `
const list = Array.from({length: ${domains + 1}}, (_, domid) => ({
	domid, dying: 0, crashed: 0, shutdown: 0, paused: 0, blocked: 1, running: 0, shutdown_reason: 255,
	cpu_time: 64050733480, mem_kb: 524288, maxmem_kb: 524288, online_vcpus: 1,
	handle: domid.toString(16).padStart(32, '0'),
}));
let times = 0;
const now = () => Number(process.hrtime.bigint()) / 1e9;
console.log(JSON.stringify({module: 'xc', sent: now()}));
require('readline').createInterface({input: process.stdin}).on('line', () => {
	times += 1;
	for (const domain of list) domain.cpu_time += 1e6;
	console.log(JSON.stringify({domains: list, host: {nr_cpus: 8, total_memory: 1048024, free_memory: 313596},
		idle: Array(8).fill(9151535748 * times), idleAt: now(), at: now(), sent: now()}));
});
`;

const catMilliseconds = (root: string): number => {
	const text = execFileSync(
		'bash',
		['-c', 'cat "$0"/sys/bus/xen-backend/devices/vbd-*/statistics/* > /dev/null; times', root],
		{
			encoding: 'utf8',
		},
	);
	const seconds = [...text.matchAll(/(\d+)m([\d.]+)s/g)].map(
		([, minutes, rest]) => Number(minutes) * 60 + Number(rest),
	);
	return seconds.reduce((one, other) => one + other, 0) * 1000;
};

const root = mkdtempSync(join(tmpdir(), 'domtop-bench-xen-'));
try {
	plant(root);
	const connection = await xenDriver.connect(parseAddress('xl:'), {
		root,
		clock: systemClock,
		spawn: () => spawn(process.execPath, ['-e', standIn]),
		readOnly: true,
		onStatus: () => {},
	});
	const ours: number[] = [];
	const theirs: number[] = [];
	let disks = 0;
	for (let refresh = 0; refresh < refreshes + 5; refresh++) {
		const before = process.cpuUsage();
		const sample = await connection.sample({delay: 2}, new AbortController().signal);
		const {user, system} = process.cpuUsage(before);
		disks = sample.domains
			.flatMap((domain) => domain.disks ?? [])
			.filter((disk) => disk.readSectors !== undefined).length;
		if (refresh >= 5) {
			ours.push((user + system) / 1000);
			theirs.push(catMilliseconds(root));
		}
	}

	await connection.close();
	console.log(JSON.stringify({ours: median(ours), theirs: median(theirs), disks}));
} finally {
	rmSync(root, {recursive: true, force: true});
}
