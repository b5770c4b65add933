/**
Boots the lab and records what dom0 shows, in the form of test/fixtures/xen: `node test/labs/xen/capture.ts [folder]`.
Without a folder: test/fixtures/xen/lab. The recorders are those of the fixtures; all other files are outputs of commands.
*/
import {mkdirSync, writeFileSync} from 'node:fs';
import {dirname, join, resolve} from 'node:path';
import {buildSync} from 'esbuild';
import {connectDom0, type Dom0} from './dom0.ts';
import {createGuest, openGuest, prepareGuest} from './guest.ts';
import {alpha, beta, gamma} from './guest-config.ts';
import {missingNeeds} from './needs.ts';
import {bootLab} from './setup.ts';
import {moveBlocks} from './witness.ts';

const fixtures = join(import.meta.dirname, '../../fixtures');
const recorders = {
	tree: 'xen/backend/record-tree.ts',
	readings: 'xen/hypervisor/record-readings.ts',
	wire: 'xen/xenstore/record-wire.mjs',
	qmp: 'qemu/record-qmp.ts',
} as const;

/** The path of a recording, and the shell line that makes it; `OUT` is the file in dom0. */
type Recording = readonly [path: string, line: string];

const recorded = (name: keyof typeof recorders, ...parameters: readonly string[]): string =>
	`node /tmp/record-${name}.mjs ${parameters.join(' ')}`;
const said = (line: string): string => `{ ${line}; } > OUT`;

/** Runs a line beside a xenstore folder with more names than a reply holds; `xenstore-ls` itself fails on that folder. */
const withBigFolder = (line: string): string =>
	`seq -f "/tool/big/child-number-%g 1" 420 | xargs -n 200 xenstore-write && ${line} && xenstore-rm /tool/big`;

const running: readonly Recording[] = [
	['backend/tree-running.json', recorded('tree', 'OUT')],
	['backend/xenstore-running.txt', said('xenstore-ls -f')],
	['backend/alpha.cfg', said('cat /tmp/alpha.cfg')],
	['hypervisor/two-guests.json', recorded('readings', 'OUT', '2', '3')],
	['hypervisor/xl-list-v.txt', said('xl list -v')],
	['hypervisor/xl-list-l.json', said('xl list -l')],
	['hypervisor/xl-info.txt', said('xl info')],
	['hypervisor/xentop-b.txt', said('xentop -b -f -x -d 2 -i 2')],
	['backend/block-list.txt', said('xl block-list alpha')],
	['backend/network-list.txt', said('xl network-list alpha')],
	['backend/net-dev.txt', said('cat /proc/net/dev')],
	[
		'qmp/running.jsonl',
		recorded(
			'qmp',
			'$(ls /run/xen/qmp-libxenstat-*)',
			'OUT',
			'query-version',
			'query-blockstats',
			'query-block',
		),
	],
	['xenstore/oxenstored-socket.jsonl', withBigFolder(recorded('wire', 'socket', 'OUT'))],
	['xenstore/oxenstored-device.jsonl', withBigFolder(recorded('wire', 'device', 'OUT'))],
];
const busy: readonly Recording[] = [
	['hypervisor/busy-guest.json', recorded('readings', 'OUT', '2', '3')],
	['hypervisor/xentop-b-busy.txt', said('xentop -b -d 2 -i 2')],
];
const preserved: readonly Recording[] = [
	['backend/tree-preserved.json', recorded('tree', 'OUT')],
	['backend/xenstore-preserved.txt', said('xenstore-ls -f')],
	['hypervisor/xl-list-v-shutdown.txt', said('xl list -v')],
	['hypervisor/guest-off.json', recorded('readings', 'OUT', '2', '2')],
];
const detached: readonly Recording[] = [
	['backend/tree-detached.json', recorded('tree', 'OUT')],
	['backend/xenstore-detached.txt', said('xenstore-ls -f')],
];

const carryRecorders = async (dom0: Dom0): Promise<void> => {
	for (const [name, path] of Object.entries(recorders)) {
		const {outputFiles} = buildSync({
			entryPoints: [join(fixtures, path)],
			bundle: true,
			write: false,
			minify: true,
			platform: 'node',
			format: 'esm',
		});
		const text = Buffer.from(outputFiles[0]?.contents ?? []).toString('base64');
		await dom0.run(`echo ${text} | base64 -d > /tmp/record-${name}.mjs`);
	}
};

const record = async (dom0: Dom0, folder: string, recordings: readonly Recording[]): Promise<void> => {
	for (const [path, line] of recordings) {
		await dom0.run(line.replaceAll('OUT', '/tmp/recorded'));
		const text = await dom0.run('base64 -w 0 /tmp/recorded && rm /tmp/recorded');
		const file = join(folder, path);
		mkdirSync(dirname(file), {recursive: true});
		writeFileSync(file, Buffer.from(text, 'base64'));
		console.log(file);
	}
};

const readme = async (dom0: Dom0): Promise<string> => {
	const versions = await dom0.run(
		"echo Xen $(xl info | sed -n 's/^xen_version *: //p'), Linux $(uname -r), $(python3 --version), Node $(node --version)",
	);
	const commands = [...running, ...busy, ...detached, ...preserved].map(
		([path, line]) => `- \`${path}\`: \`${line.replace(/^\{ (.*); \} > OUT$/, '$1')}\``,
	);
	return [
		'# Captured from a real Xen dom0',
		'',
		`By \`node test/labs/xen/capture.ts\` on ${new Date().toISOString().slice(0, 10)}, as root in dom0. ${versions}. Nothing here was written by hand.`,
		'',
		'Two PV guests, alpha and beta (test/labs/xen/guest-config.ts), after 1 MiB was written to and read from each of their disks; busy: with a loop in alpha; detached: with gamma, while its xvdb is detached; preserved: after gamma was powered off. The recorders are those of test/fixtures, bundled.',
		'',
		...commands,
		'',
	].join('\n');
};

const capture = async (folder: string): Promise<void> => {
	const machine = await bootLab();
	try {
		const dom0 = await connectDom0(machine.socket, AbortSignal.timeout(20_000));
		await carryRecorders(dom0);
		const [first, second] = await Promise.all([openGuest(dom0, alpha), openGuest(dom0, beta)]);
		for (const guest of [first, second]) {
			await guest.run(guest.config.disks.map((disk) => moveBlocks(disk, 16, 16)).join(' && '));
		}

		await record(dom0, folder, running);
		await first.run('(while :; do :; done) & busy=$!');
		await record(dom0, folder, busy);
		await first.run('kill $busy');
		await prepareGuest(dom0, gamma);
		const third = await createGuest(dom0, gamma);
		await third.run(gamma.disks.map((disk) => moveBlocks(disk, 16, 16)).join(' && '));
		await dom0.run(`xl block-detach ${gamma.name} xvdb`);
		await record(dom0, folder, detached);
		third.run('poweroff -f').catch(() => undefined);
		await dom0.run(`until xl list ${gamma.name} | grep -q -- '---s--'; do sleep 1; done`);
		await record(dom0, folder, preserved);
		writeFileSync(join(folder, 'README.md'), await readme(dom0));
		await dom0.close();
	} finally {
		await machine.close();
	}
};

const missing = missingNeeds(process.env);
if (missing.length === 0) {
	await capture(resolve(process.argv[2] ?? join(fixtures, 'xen/lab')));
} else {
	console.error(`The Xen lab cannot run here. ${missing.join(' ')}`);
	process.exitCode = 1;
}
