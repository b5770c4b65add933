import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {labCache} from '../lab-cache.ts';

/** Debian 13 as it is, and with the newer libvirt and QEMU that its backports offer. */
export const systems = ['trixie', 'trixie-backports'] as const;
export type SystemName = (typeof systems)[number];

/** Packages that both systems have beyond Debian's smallest. Node, which is not of Debian, wants the C++ library. */
export const commonPackages = ['iproute2', 'libstdc++6', 'openvswitch-switch', 'passt', 'procps'] as const;

/** Packages that come from the backports in the second system. */
export const newerPackages = [
	...['libvirt-daemon', 'libvirt-daemon-driver-qemu', 'libvirt-clients'],
	...['qemu-system-x86', 'qemu-utils'],
] as const;

type Environment = Readonly<Record<string, string | undefined>>;

/** The folder of both systems, built or not. Another recipe has another folder. */
export const systemsFolder = (environment: Environment): string => {
	const recipe = createHash('sha256');
	for (const name of ['recipe.ts', 'build-root.ts', '../xen/debian-packages.ts']) {
		recipe.update(readFileSync(join(import.meta.dirname, name)));
	}

	return join(labCache(environment), `debian13-${recipe.digest('hex').slice(0, 12)}`);
};

/** The root folder of a system. */
export const systemRoot = (environment: Environment, name: SystemName): string =>
	join(systemsFolder(environment), name);

/** The Debian packages of the commands that building needs, by command. */
export const buildCommands = {
	'apt-get': 'apt',
	chroot: 'coreutils',
	cp: 'coreutils',
	debootstrap: 'debootstrap',
	unshare: 'util-linux',
} as const;
