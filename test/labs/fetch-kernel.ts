/**
Downloads Debian's cloud kernel and keeps its image and modules in the lab's cache, without installing anything:
`node test/labs/fetch-kernel.ts`. Does nothing if the cache already has the kernel with all its modules.
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

/** Modules of the other devices of a guest, in the order of insmod: SCSI, and memory that is plugged in. NVMe is in the image. */
const deviceModules = [
	'drivers/scsi/scsi_common',
	'drivers/scsi/scsi_mod',
	'drivers/scsi/virtio_scsi',
	'drivers/scsi/sd_mod',
	'drivers/virtio/virtio_mem',
	'drivers/nvdimm/libnvdimm',
	'drivers/nvdimm/nd_virtio',
	'drivers/nvdimm/virtio_pmem',
];

const copyModules = (names: readonly string[], from: string, to: string): void => {
	for (const [index, name] of names.entries()) {
		const order = String(index).padStart(2, '0');
		cpSync(join(from, `${name}.ko`), join(to, `${order}-${basename(name)}.ko`));
	}
};

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
	mkdirSync(join(kernel, 'devices'), {recursive: true});
	cpSync(join(scratch, 'tree/boot', `vmlinuz-${version}`), join(kernel, 'vmlinuz'));
	const tree = join(scratch, 'tree/lib/modules', version, 'kernel');
	copyModules(modules, tree, kernel);
	copyModules(deviceModules, tree, join(kernel, 'devices'));
	return kernel;
};

const cache = labCache(process.env);
const target = join(cache, 'kernel');
if (!existsSync(join(target, 'devices'))) {
	mkdirSync(cache, {recursive: true});
	const scratch = mkdtempSync(join(cache, 'fetch-'));
	try {
		const kernel = unpack(scratch);
		// A cache may hold the kernel of before, without them.
		rmSync(target, {recursive: true, force: true});
		renameSync(kernel, target);
	} finally {
		rmSync(scratch, {recursive: true, force: true});
	}
}

console.log(`The lab's kernel is in ${target}.`);
