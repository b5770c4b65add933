import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test, vi} from 'vitest';
import {builtProgram} from '../../helpers/built-program.ts';
import type {Report} from '../report.ts';
import {rowOf} from '../rows.ts';
import {domainXml, type GuestConfig, gamma} from './domain-xml.ts';
import {describeLibvirt, type Lab, openLab} from './lab.ts';
import {system} from './virsh.ts';

/** A guest that writes to its second disk, which lies on a file system that is soon full. */
const odd: GuestConfig = {
	...gamma,
	name: 'odd',
	uuid: '6f5c8f0e-6a51-4b4f-9d2a-0a1b2c3d4e0f',
	vdb: {read: 0, write: 2048},
};

describeLibvirt('why a domain is in its state, as virsh has it', () => {
	let lab: Lab;
	let full: string;

	beforeAll(async () => {
		lab = openLab();
		const small = join(lab.folder, 'small');
		mkdirSync(small);
		await lab.run('mount', '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', small);
		full = join(small, 'b.raw');
		await lab.run('truncate', '-s', '64M', full, join(lab.folder, 'disks/odd.raw'));
		const gammas = await lab.virsh.ask('dumpxml', gamma.name);
		const of = (element: string): string =>
			new RegExp(`<${element}>(.*)</${element}>`).exec(gammas)?.[1] ?? '';
		const xml = domainXml(odd, {
			kernel: of('kernel'),
			initramfs: of('initrd'),
			vda: join(lab.folder, 'disks/odd.raw'),
			vdb: full,
			console: join(lab.folder, 'consoles/odd'),
		});
		const file = join(lab.folder, 'odd.xml');
		writeFileSync(file, xml.replaceAll("cache='none' io='threads'", "cache='writeback'"));
		await lab.virsh.ask('define', file);
	});

	afterAll(async () => {
		await lab.virsh.ask('destroy', odd.name).catch(() => {});
		await lab.virsh.ask('undefine', odd.name, '--managed-save');
		await lab.run('umount', join(lab.folder, 'small'));
	});

	/** What virsh says of the state, once it gives this reason, and what domtop says of the state. */
	const seen = async (reason: string) => {
		const domstate = async () => (await lab.virsh.ask('domstate', '--reason', odd.name)).trim();
		await vi.waitFor(async () => expect(await domstate()).toContain(reason), {
			timeout: 90_000,
			interval: 200,
		});
		const command = builtProgram(['--json', '-c', system, '-n', '1', '-d', '2']);
		const line: Report = JSON.parse(await lab.run(...command));
		const {state, stateReason} = rowOf(line, odd) ?? {};
		const problems = line.problems.filter(({kind, domain}) => kind === 'state' && domain === odd.uuid);
		return {state, stateReason, problems: problems.map(({message}) => message)};
	};

	test('started paused, stopped by a full disk, destroyed, saved, and killed', async () => {
		await lab.virsh.ask('start', odd.name, '--paused');
		expect(await seen('paused')).toMatchObject({
			state: 'paused',
			stateReason: 'paused by user',
			problems: [],
		});
		await lab.virsh.ask('resume', odd.name);
		const stateReason = `no space left for vdb, ${full}`;
		expect(await seen('I/O error')).toEqual({
			state: 'paused',
			stateReason,
			problems: [`odd was stopped: ${stateReason}.`],
		});
		expect(await lab.virsh.ask('domblkerror', odd.name)).toContain('vdb: no space');
		await lab.virsh.ask('destroy', odd.name);
		expect(await seen('destroyed')).toEqual({
			state: 'shutoff',
			stateReason: 'it was destroyed',
			problems: [],
		});
		await lab.virsh.ask('start', odd.name, '--paused');
		await lab.virsh.ask('managedsave', odd.name);
		expect(await seen('saved')).toEqual({state: 'shutoff', stateReason: 'it was saved', problems: []});
		await lab.virsh.ask('managedsave-remove', odd.name);
		await lab.virsh.ask('start', odd.name, '--paused');
		await lab.run('sh', '-c', `kill -9 $(cat /run/libvirt/qemu/${odd.name}.pid)`);
		expect(await seen('crashed')).toEqual({
			state: 'shutoff',
			stateReason: 'it crashed',
			problems: ['odd is off: it crashed.'],
		});
	});

	test('after a dump it is as paused as before', async () => {
		await lab.virsh.ask('start', odd.name, '--paused');
		await lab.virsh.ask('dump', '--memory-only', odd.name, join(lab.folder, 'odd.dump'));
		expect(await seen('paused')).toMatchObject({state: 'paused', problems: []});
	});
});
