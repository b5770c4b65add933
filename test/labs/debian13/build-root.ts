/**
Builds the two systems of the Debian 13 lab, and keeps them in the lab's cache: `node test/labs/debian13/build-root.ts`.
Needs root, because debootstrap does. Does nothing if the cache already has them.
*/
import {
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import {dirname, join} from 'node:path';
import {debianArchive, quietly} from '../xen/debian-packages.ts';
import {commonPackages, newerPackages, systemsFolder} from './recipe.ts';

/** What no program of the lab reads. */
const unread = ['doc', 'info', 'locale', 'man'].map((name) => `usr/share/${name}`);

/** Runs apt-get in a root. The mounts that packages make are its own, so they are gone when it ends. */
const apt = (root: string, ...parameters: readonly string[]): void => {
	quietly('unshare', ['--mount', 'chroot', root, 'apt-get', '-q', ...parameters]);
};

const install = (root: string, ...parameters: readonly string[]): void => {
	apt(root, 'install', '-y', '--no-install-recommends', ...parameters);
};

const makeTrixie = (root: string, address: string): void => {
	quietly('unshare', ['--mount', 'debootstrap', '--variant=minbase', 'trixie', root, address]);
	cpSync('/etc/resolv.conf', join(root, 'etc/resolv.conf'), {dereference: true});
	// No package starts a service.
	writeFileSync(join(root, 'usr/sbin/policy-rc.d'), '#!/bin/sh\nexit 101\n', {mode: 0o755});
	const settings = ['force-unsafe-io', ...unread.map((path) => `path-exclude=/${path}/*`)];
	writeFileSync(join(root, 'etc/dpkg/dpkg.cfg.d/lab'), `${settings.join('\n')}\n`);
	install(root, ...commonPackages, ...newerPackages);
};

const makeBackports = (root: string, address: string, trixie: string): void => {
	// Not cpSync: it turns relative links into absolute links of this machine.
	quietly('cp', ['-a', trixie, root]);
	const list = `deb ${address} trixie-backports main\n`;
	writeFileSync(join(root, 'etc/apt/sources.list.d/backports.list'), list);
	apt(root, 'update');
	install(root, '-t', 'trixie-backports', ...newerPackages);
};

const build = (folder: string): void => {
	const {address} = debianArchive();
	const [trixie, backports] = [join(folder, 'trixie'), join(folder, 'trixie-backports')];
	makeTrixie(trixie, address);
	makeBackports(backports, address, trixie);
	for (const root of [trixie, backports]) {
		for (const path of ['var/cache/apt', 'var/lib/apt/lists', ...unread]) {
			rmSync(join(root, path), {recursive: true, force: true});
		}
	}
};

const folder = systemsFolder(process.env);
if (!existsSync(folder)) {
	const cache = dirname(folder);
	mkdirSync(cache, {recursive: true});
	const scratch = mkdtempSync(join(cache, 'building-'));
	try {
		const built = join(scratch, 'systems');
		mkdirSync(built);
		build(built);
		for (const name of readdirSync(cache).filter((entry) => entry.startsWith('debian13-'))) {
			rmSync(join(cache, name), {recursive: true, force: true});
		}

		renameSync(built, folder);
	} finally {
		rmSync(scratch, {recursive: true, force: true});
	}
}

console.log(
	`The systems of the Debian 13 lab are in ${folder}: ${quietly('du', ['-sh', folder]).split('\t')[0]}.`,
);
