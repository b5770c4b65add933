import {
	chmodSync,
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {transformSync} from 'esbuild';
import {packInitramfs} from '../pack-initramfs.ts';
import {type Qemu, startQemu} from '../start-qemu.ts';
import {connectDom0} from './dom0.ts';
import type {XenImage} from './recipe.ts';

/** A machine in which Xen and its dom0 run. */
export type XenMachine = {
	/** Path of the socket of dom0's agent, which serves one client at a time. */
	readonly socket: string;
	/** The last lines that the hypervisor and dom0 wrote to the serial line. */
	readonly lastOutput: () => string;
	/** Kills the machine and removes its files; a second call does nothing. */
	readonly close: () => Promise<void>;
};

const bootSeconds = 120;
const machineMiB = 1536;
const dom0MiB = 704;
const leftOut = ['smap', 'smep', 'pku', 'pks', 'la57', 'xsave', 'avx', 'avx2'];

/** Packs what changes more often than the image: the scripts, the agent, the guests' initramfs and the built program. */
const carry = (image: XenImage, folder: string): string => {
	const carried = join(folder, 'carried');
	mkdirSync(carried);
	const guest = join(folder, 'guest.cpio');
	packInitramfs({
		tree: join(folder, 'guest'),
		file: guest,
		init: join(import.meta.dirname, 'guest-init.sh'),
		programs: [
			...['sh', 'blkdiscard', 'cat', 'dd', 'echo', 'insmod', 'ip', 'kill', 'mount', 'ping', 'poweroff'],
			...['reboot', 'sleep', 'stty', 'sync', 'true', 'usleep'],
		],
		modules: [image.guestModules],
	});
	cpSync(guest, join(carried, 'guest.cpio'));
	cpSync(join(import.meta.dirname, 'dom0-init.sh'), join(carried, 'dom0-init'));
	chmodSync(join(carried, 'dom0-init'), 0o755);
	const agent = readFileSync(join(import.meta.dirname, 'agent.ts'), 'utf8');
	writeFileSync(join(carried, 'agent.mjs'), transformSync(agent, {loader: 'ts', format: 'esm'}).code);
	cpSync(join(import.meta.dirname, '../../../dist'), join(carried, 'dist'), {
		recursive: true,
		filter: (path) => !/\/(?:types|metafile\.json)$/.test(path),
	});

	const initramfs = join(folder, 'dom0.cpio');
	packInitramfs({
		tree: join(folder, 'dom0'),
		file: initramfs,
		init: join(import.meta.dirname, 'dom0-initramfs.sh'),
		programs: ['sh', 'cp', 'insmod', 'mkdir', 'mount', 'switch_root', 'usleep'],
		modules: [image.bootModules],
		files: {carried, newroot: mkdtempSync(join(folder, 'empty-'))},
	});
	return initramfs;
};

const machineArguments = (image: XenImage, initramfs: string, folder: string): readonly string[] => [
	// HVM guests need SVM with nested pages. With SMAP, the emulated processor refuses a PV dom0 its first return to user
	// space. With XSAVE, it mixes up the registers of AVX when Xen switches domains, and programs crash at random.
	...[
		'-accel',
		'tcg,thread=single',
		'-cpu',
		`max,${leftOut.map((flag) => `-${flag}`).join()},+svm,+npt`,
		'-smp',
		'1',
	],
	...['-m', String(machineMiB), '-nodefaults', '-no-user-config', '-display', 'none', '-no-reboot'],
	...['-serial', `file:${folder}/serial.log`],
	...['-kernel', image.hypervisor],
	'-append',
	[
		`console=com1 com1=115200,8n1 dom0_mem=${dom0MiB}M,max:${dom0MiB}M dom0_max_vcpus=1 noreboot=1`,
		// With XSAVE, the emulated registers of one domain leak into those of another: node crashed beside a busy guest.
		'loglvl=warning guest_loglvl=error spec-ctrl=no xpti=no ucode=no xsave=0',
	].join(' '),
	'-initrd',
	[
		`${image.kernel} console=hvc0 quiet loglevel=4 mitigations=off net.ifnames=0 random.trust_cpu=on`,
		initramfs,
	].join(),
	...['-drive', `file=${image.root},if=none,id=root,format=raw,snapshot=on`],
	...['-device', 'virtio-blk-pci,drive=root', '-device', 'virtio-rng-pci'],
	...['-chardev', `socket,id=agent,path=${folder}/agent.sock,server=on,wait=off`],
	...['-device', 'virtio-serial-pci', '-device', 'virtserialport,chardev=agent,nr=1'],
];

/**
Boots Xen and dom0 with the built program in /lab/dist, and waits until dom0's agent answers. The disk is as it was built:
what this machine writes is lost with it. Rejects with the last words of the serial line if it ends or takes 120 s.
*/
export const bootXen = async (image: XenImage): Promise<XenMachine> => {
	const folder = mkdtempSync(join(tmpdir(), 'domtop-xen-'));
	const remove = (): void => {
		// An ending QEMU removes its socket itself. rmSync then finds a file gone and stops half-way without an error.
		for (let attempt = 0; attempt < 5 && existsSync(folder); attempt += 1) {
			rmSync(folder, {recursive: true, force: true});
		}
	};
	const ended = new AbortController();
	const die = (signal: NodeJS.Signals): void => {
		remove();
		// Only now: the signal may come twice, from a terminal or a time limit, and from npm.
		process.off(signal, die);
		process.kill(process.pid, signal);
	};
	process.once('exit', remove).on('SIGTERM', die).on('SIGHUP', die);
	const lastOutput = (): string => {
		const log = join(folder, 'serial.log');
		return existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n').slice(-20).join('\n') : '';
	};
	let qemu: Qemu | undefined;
	const close = async (): Promise<void> => {
		await qemu?.kill();
		remove();
		process.off('exit', remove).off('SIGTERM', die).off('SIGHUP', die);
	};

	try {
		qemu = startQemu(machineArguments(image, carry(image, folder), folder), ended.signal);
		qemu.child.once('close', () => ended.abort(new Error('QEMU ended.')));
		const socket = join(folder, 'agent.sock');
		const dom0 = await connectDom0(
			socket,
			AbortSignal.any([ended.signal, AbortSignal.timeout(bootSeconds * 1000)]),
		);
		await dom0.close();
		return {socket, lastOutput, close};
	} catch (error) {
		const output = [qemu?.lastOutput(), lastOutput()].join('\n');
		await close();
		throw new Error(`Xen did not boot; at most ${bootSeconds} s were given. ${output}`, {cause: error});
	}
};
