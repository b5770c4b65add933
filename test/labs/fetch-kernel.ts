/**
Downloads Debian's cloud kernel and keeps its image and virtio modules in the lab's cache, without installing anything:
`node test/labs/fetch-kernel.ts`. Does nothing if the cache already has a kernel.
*/
import {execFileSync} from 'node:child_process';
import {cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync} from 'node:fs';
import {basename, join} from 'node:path';
import {labCache} from './lab-cache.ts';

/** Modules that a virtio guest needs besides the image, in the order of insmod. The balloon is last: a guest may lack it. */
const modules = [
	'drivers/virtio/virtio_ring',
	'drivers/virtio/virtio',
	'drivers/virtio/virtio_pci_legacy_dev',
	'drivers/virtio/virtio_pci_modern_dev',
	'drivers/virtio/virtio_pci',
	'drivers/block/virtio_blk',
	'net/core/failover',
	'drivers/net/net_failover',
	'drivers/net/virtio_net',
	'drivers/virtio/virtio_balloon',
];

const unpack = (scratch: string): string => {
	const dependencies = execFileSync('apt-cache', ['depends', 'linux-image-cloud-amd64'], {encoding: 'utf8'});
	const name = /Depends: (linux-image-[0-9]\S+)/.exec(dependencies)?.[1];
	if (name === undefined) {
		throw new Error('apt knows no linux-image-cloud-amd64: run `apt-get update` on Debian for x86-64.');
	}

	execFileSync('apt-get', ['-q', '-o', 'APT::Sandbox::User=root', 'download', name], {
		cwd: scratch,
		stdio: 'inherit',
	});
	const packageFile = readdirSync(scratch).find((file) => file.endsWith('.deb')) ?? '';
	execFileSync('dpkg', ['-x', packageFile, 'tree'], {cwd: scratch});

	const kernel = join(scratch, 'kernel');
	const [version = ''] = readdirSync(join(scratch, 'tree/lib/modules'));
	mkdirSync(kernel);
	cpSync(join(scratch, 'tree/boot', `vmlinuz-${version}`), join(kernel, 'vmlinuz'));
	for (const [index, module] of modules.entries()) {
		const order = String(index).padStart(2, '0');
		const file = join(scratch, 'tree/lib/modules', version, 'kernel', `${module}.ko`);
		cpSync(file, join(kernel, `${order}-${basename(module)}.ko`));
	}

	return kernel;
};

const cache = labCache(process.env);
const target = join(cache, 'kernel');
if (!existsSync(target)) {
	mkdirSync(cache, {recursive: true});
	const scratch = mkdtempSync(join(cache, 'fetch-'));
	try {
		renameSync(unpack(scratch), target);
	} finally {
		rmSync(scratch, {recursive: true, force: true});
	}
}

console.log(`The lab's kernel is in ${target}.`);
