/**
Builds the image of the Xen lab from Debian packages alone, and keeps it in the lab's cache:
`node test/labs/xen/build-image.ts`. Needs root, because debootstrap does. Does nothing if the cache already has one.
*/
import {
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	truncateSync,
	writeFileSync,
} from 'node:fs';
import {basename, dirname, join, relative} from 'node:path';
import {gunzipSync} from 'node:zlib';
import {debianArchive, newestOf, quietly, unpackPackage} from './debian-packages.ts';
import {kernelPayload} from './kernel-payload.ts';
import {dom0Packages, imageIn, kernelModules, xenImage} from './recipe.ts';

type KernelTree = {readonly folder: string; readonly version: string};

/** Files of these modules and of all modules they need, in the order of loading. */
const moduleFiles = ({folder, version}: KernelTree, names: readonly string[]): readonly string[] => {
	const lines = names.flatMap((name) =>
		quietly('modprobe', ['-d', folder, '-S', version, '--show-depends', name]).split('\n'),
	);
	return [...new Set(lines.flatMap((line) => /^insmod (\S+)/.exec(line)?.[1] ?? []))];
};

const copyInOrder = (files: readonly string[], target: string): void => {
	mkdirSync(target);
	for (const [index, file] of files.entries()) {
		cpSync(file, join(target, `${String(index).padStart(2, '0')}-${basename(file)}`));
	}
};

/** Copies modules to where modprobe finds them. */
const installModules = (kernel: KernelTree, names: readonly string[], root: string): void => {
	const modules = join('lib/modules', kernel.version);
	const lists = ['modules.order', 'modules.builtin', 'modules.builtin.modinfo'].map((name) =>
		join(kernel.folder, modules, name),
	);
	for (const file of [...moduleFiles(kernel, names), ...lists]) {
		const copy = join(root, relative(kernel.folder, file));
		mkdirSync(dirname(copy), {recursive: true});
		cpSync(file, copy);
	}

	quietly('depmod', ['-b', root, kernel.version]);
};

/** Makes a Debian with Xen's tools. The mounts of each command are its own, so they are gone when it ends. */
const makeRoot = (root: string, tools: string): void => {
	const {codename, address} = debianArchive();
	const include = `--include=${[tools, ...dom0Packages].join(',')}`;
	quietly('unshare', ['--mount', 'debootstrap', '--variant=minbase', include, codename, root, address]);
	cpSync('/etc/resolv.conf', join(root, 'etc/resolv.conf'), {dereference: true});
	writeFileSync(join(root, 'usr/sbin/policy-rc.d'), '#!/bin/sh\nexit 101\n', {mode: 0o755});
	const install = ['apt-get', '-q', 'install', '-y', '--no-install-recommends', 'qemu-system-xen'];
	quietly('unshare', ['--mount', 'chroot', root, ...install]);
	for (const name of [
		'var/cache/apt',
		'var/lib/apt/lists',
		'usr/share/doc',
		'usr/share/man',
		'usr/share/locale',
	]) {
		rmSync(join(root, name), {recursive: true, force: true});
	}
};

const build = (scratch: string): string => {
	const image = imageIn(join(scratch, 'image'));
	mkdirSync(image.folder);

	const xenName = newestOf('xen-system-amd64', /^xen-hypervisor-\d/);
	const xenTree = join(scratch, 'xen');
	unpackPackage(xenName, scratch, xenTree);
	const compressed = readdirSync(join(xenTree, 'boot')).find((name) => /^xen-.*\.gz$/.test(name)) ?? '';
	writeFileSync(image.hypervisor, gunzipSync(readFileSync(join(xenTree, 'boot', compressed))));

	const folder = join(scratch, 'linux');
	unpackPackage(newestOf('linux-image-amd64', /^linux-image-\d/), scratch, folder);
	const [version = ''] = readdirSync(join(folder, 'lib/modules'));
	const kernel = {folder, version};
	quietly('depmod', ['-b', folder, version]);
	writeFileSync(image.kernel, kernelPayload(readFileSync(join(folder, 'boot', `vmlinuz-${version}`))));
	copyInOrder(moduleFiles(kernel, kernelModules.boot), image.bootModules);
	copyInOrder(moduleFiles(kernel, kernelModules.guest), image.guestModules);

	const root = join(scratch, 'root');
	makeRoot(root, newestOf('xen-system-amd64', /^xen-utils-\d/));
	installModules(kernel, kernelModules.dom0, root);
	cpSync(process.execPath, join(root, 'usr/local/bin/node'));
	cpSync(image.kernel, join(root, 'boot/vmlinux'));
	writeFileSync(image.root, '');
	truncateSync(image.root, 1024 ** 3);
	const features = ['-O', '^has_journal', '-E', 'lazy_itable_init=1'];
	quietly('mke2fs', ['-q', '-F', '-t', 'ext4', ...features, '-d', root, image.root]);
	return image.folder;
};

const {folder, root} = xenImage(process.env);
if (!existsSync(folder)) {
	const cache = dirname(folder);
	mkdirSync(cache, {recursive: true});
	const scratch = mkdtempSync(join(cache, 'building-'));
	try {
		const built = build(scratch);
		for (const name of readdirSync(cache).filter((entry) => entry.startsWith('xen-'))) {
			rmSync(join(cache, name), {recursive: true, force: true});
		}

		renameSync(built, folder);
	} finally {
		rmSync(scratch, {recursive: true, force: true});
	}
}

console.log(
	`The Xen lab's image is in ${folder}: ${Math.round((statSync(root).blocks * 512) / 1024 ** 2)} MiB.`,
);
