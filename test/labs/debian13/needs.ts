import {spawnSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {missingCommands} from '../find-command.ts';
import {guestImageNeeds} from '../guest-image.ts';
import {labCache} from '../lab-cache.ts';
import {buildCommands, systemsFolder} from './recipe.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The Debian package of each command of this machine that the lab calls, besides those that guests need. */
const packages = {
	bash: 'bash',
	mount: 'mount',
	nsenter: 'util-linux',
	pivot_root: 'util-linux',
	'ssh-keygen': 'openssh-client',
	unshare: 'util-linux',
};

/** Must the systems still be built? */
export const mustBuild = (environment: Environment): boolean => !existsSync(systemsFolder(environment));

/** In namespaces of their own: a file system in memory over another one. */
const overlay = `mount -t tmpfs tmpfs /mnt && mkdir /mnt/a /mnt/b &&
mount -t overlay -o lowerdir=/usr,upperdir=/mnt/a,workdir=/mnt/b overlay /mnt`;

/** What root lacks here: root in a container may have fewer rights, and a kernel no overlays. */
const rootNeeds = (): readonly string[] => {
	if (process.getuid?.() !== 0) {
		return ['The systems and their namespaces need root: run `npm run lab:debian13` as root.'];
	}

	const parameters = ['--mount', '--net', '--pid', '--fork', '--mount-proc', 'sh', '-c', overlay];
	const {status, stderr} = spawnSync('unshare', parameters, {encoding: 'utf8'});
	return status === 0
		? []
		: [
				`No namespaces with an overlay can be made here (${String(stderr ?? '').trim()}): run it as root of a machine.`,
			];
};

/** What the lab needs and does not find here: a sentence for each thing, with what to do. Empty: the lab can run. */
export const missingNeeds = (environment: Environment): readonly string[] => [
	...guestImageNeeds(environment, packages),
	...(existsSync(join(labCache(environment), 'kernel/devices'))
		? []
		: [`The kernel in ${labCache(environment)} lacks modules: run \`node test/labs/fetch-kernel.ts\`.`]),
	...(existsSync('/dev/net/tun') ? [] : ['There is no /dev/net/tun: run `modprobe tun`.']),
	...(mustBuild(environment) ? missingCommands(buildCommands, environment) : []),
	...rootNeeds(),
];
