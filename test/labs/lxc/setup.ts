import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {TestProject} from 'vitest/node';
import {canRun} from '../can-run.ts';
import {missingCommands} from '../find-command.ts';
import {enterNamespace, openNamespace} from '../libvirt/namespace.ts';
import {layRoot} from '../libvirt/root.ts';
import {runner} from '../libvirt/virsh.ts';

declare module 'vitest' {
	interface ProvidedContext {
		/** Where libvirtd and the container run. Undefined: the lab cannot run. */
		lxc?: {readonly keeper: number; readonly folder: string};
	}
}

const modules = ['/usr/lib/x86_64-linux-gnu', '/usr/lib64', '/usr/lib'].map(
	(folder) => `${folder}/libvirt/connection-driver/libvirt_driver_lxc.so`,
);

/** Does the kernel have the blkio controller of cgroups version 1 (cgroups(7))? No container runs on version 2 here yet. */
const hasOldGroups = (): boolean =>
	existsSync('/proc/cgroups') && /^blkio\t[1-9]/m.test(readFileSync('/proc/cgroups', 'utf8'));

const missingNeeds = (): readonly string[] => [
	...missingCommands(
		{
			busybox: 'busybox-static',
			libvirtd: 'libvirt-daemon',
			nsenter: 'util-linux',
			setpriv: 'util-linux',
			virsh: 'libvirt-clients',
		},
		process.env,
	),
	...(modules.some((path) => existsSync(path))
		? []
		: ['libvirtd has no LXC driver: install the Debian package libvirt-daemon-driver-lxc.']),
	...(hasOldGroups() ? [] : ['The controller blkio of cgroup v1 is not mounted here.']),
	...(process.getuid?.() === 0 ? [] : ['Containers need root: run `npm run lab:lxc` as root.']),
];

/** Runs before all tests: says what is missing, or starts all. `DOMTOP_LAB_REQUIRED` makes a skip a failure. */
export const setup = async (project: TestProject): Promise<(() => Promise<void>) | undefined> => {
	if (!canRun('lxc', missingNeeds())) {
		return undefined;
	}

	const folder = mkdtempSync(join(tmpdir(), 'domtop-lab-'));
	const remove = () => rmSync(folder, {recursive: true, force: true});
	process.once('exit', remove);
	layRoot(folder);
	const {keeper, close} = await openNamespace(folder);
	const run = runner(enterNamespace(keeper));
	const script = (name: string): Promise<string> => run('bash', join(import.meta.dirname, name), folder);
	const end = async (): Promise<void> => {
		await script('container-end.sh').catch(() => {});
		await close();
		remove();
	};

	try {
		await script('container-init.sh');
	} catch (error) {
		await end();
		throw error;
	}

	project.provide('lxc', {keeper, folder});
	return end;
};
