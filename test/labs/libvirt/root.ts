import {execFileSync} from 'node:child_process';
import {chownSync, cpSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

/** Configuration of libvirtd and of its QEMU driver: Debian's, without all that would reach out of the lab. */
const libvirtdConf = `
listen_tls = 0
listen_tcp = 0
unix_sock_group = "root"
unix_sock_ro_perms = "0777"
unix_sock_rw_perms = "0700"
auth_unix_ro = "none"
auth_unix_rw = "none"
log_outputs = "3:file:/var/log/libvirtd.log"
`;

const qemuConf = `
user = "root"
group = "root"
dynamic_ownership = 0
remember_owner = 0
security_driver = "none"
security_default_confined = 0
cgroup_controllers = [ ]
namespaces = [ ]
stdio_handler = "file"
swtpm_user = "root"
swtpm_group = "root"
`;

const sshdConf = `
ListenAddress 127.0.0.1
HostKey /run/ssh/host-key
AuthorizedKeysFile /run/ssh/authorized-keys
PidFile /run/ssh/sshd.pid
PermitRootLogin prohibit-password
PasswordAuthentication no
StrictModes no
UsePAM no
`;

/** User id of `member`, who is of group libvirt and has a session of their own below /run/member. */
export const member = 64_100;

/**
Lays out the files that `namespace-init.sh` puts over the system: empty folders, the settings of libvirtd and sshd, the
keys of both ends of ssh, and their users. These are libvirtd's own users, which only other packages make, and a root
whose home is here.
@param folder gets a folder `root`, which holds `/run` and the other folders.
*/
export const layRoot = (folder: string): void => {
	const write = (path: string, text: string, mode = 0o644): void => {
		writeFileSync(join(folder, 'root', path), text, {mode});
	};
	for (const path of ['run/sshd', 'run/ssh', 'etc/libvirt', 'var/lib', 'var/cache', 'var/log', 'home/.ssh']) {
		mkdirSync(join(folder, 'root', path), {recursive: true});
	}

	for (const path of ['', 'config', 'cache', 'run']) {
		const place = join(folder, 'root/run/member', path);
		mkdirSync(place, {mode: 0o700});
		chownSync(place, member, member);
	}

	write(
		'etc/passwd',
		[
			`root:x:0:0:root:${folder}/root/home:/bin/sh`,
			'sshd:x:101:65534::/run/sshd:/usr/sbin/nologin',
			'libvirt-qemu:x:64055:64055::/var/lib/libvirt:/usr/sbin/nologin',
			`member:x:${member}:${member}::/run/member:/bin/sh`,
			'nobody:x:65534:65534::/nonexistent:/usr/sbin/nologin',
			'',
		].join('\n'),
	);
	write(
		'etc/group',
		'root:x:0:\ntty:x:5:\nkvm:x:103:\nlibvirt-qemu:x:64055:\nlibvirt:x:64101:member\nmember:x:64100:\nnogroup:x:65534:\n',
	);
	write('etc/shadow', 'root:*:19000:0:99999:7:::\n', 0o600);
	write('etc/libvirt/libvirtd.conf', libvirtdConf);
	write('etc/libvirt/qemu.conf', qemuConf);
	write('run/ssh/sshd_config', sshdConf);
	for (const key of ['run/ssh/host-key', 'home/.ssh/id_ed25519']) {
		const file = join(folder, 'root', key);
		execFileSync('ssh-keygen', [...['-q', '-t', 'ed25519', '-C', 'lab'], ...['-N', '', '-f', file]]);
	}

	cpSync(join(folder, 'root/home/.ssh/id_ed25519.pub'), join(folder, 'root/run/ssh/authorized-keys'));
	write(
		'home/.ssh/known_hosts',
		`127.0.0.1 ${readFileSync(join(folder, 'root/run/ssh/host-key.pub'), 'utf8')}`,
	);
};
