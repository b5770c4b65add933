import {setTimeout} from 'node:timers/promises';
import {type NicAccount, nicAccount} from '../guest-account.ts';
import type {Run} from '../libvirt/virsh.ts';

/** What the container counted between two moments of the wall clock, seconds. */
export type BoxAccount = {
	readonly from: number;
	readonly to: number;
	readonly came: number;
	/** Bytes that it read, and as many that it wrote. */
	readonly movedBytes: number;
	/** Seconds for which its loop was busy by the clock. */
	readonly loopSeconds: number;
	/** Seconds that the kernel gave the whole container. */
	readonly allSeconds: number;
	/** Seconds that the kernel gave the loop, and for which it let the loop wait. */
	readonly usedSeconds: number;
	readonly waitSeconds: number;
	/** The container's end of its veth. */
	readonly nic: NicAccount;
};

const blockBytes = 65_536;

/** Prints the container's counts, its processor time, schedstat of the process that loops, and its /proc/net/dev. */
const script = `
for task in $(cat /sys/fs/cgroup/cpuacct/machine/lxc-*box*/tasks); do
	case $(cat /proc/$task/comm) in
	spin) spin=$task ;;
	init) init=\${init:-$task} ;;
	esac
done
cat /proc/$init/root/dev/moved /proc/$init/root/dev/spun
cat /sys/fs/cgroup/cpuacct/machine/lxc-*box*/cpuacct.usage /proc/$spin/schedstat
grep eth0: /proc/$init/net/dev`;

const readBox = async (run: Run): Promise<BoxAccount> => {
	const from = Date.now() / 1000;
	const [moved, spun, all, schedstat = '', nic = ''] = (await run('sh', '-c', script)).split('\n');
	const to = Date.now() / 1000;
	const [used = Number.NaN, waited = Number.NaN] = schedstat.split(' ').map(Number);
	return {
		from,
		to,
		came: to,
		movedBytes: Number(moved) * blockBytes,
		loopSeconds: Number(spun) / 100,
		allSeconds: Number(all) / 1e9,
		usedSeconds: used / 1e9,
		waitSeconds: waited / 1e9,
		nic: nicAccount(nic),
	};
};

/** Reads the container's accounts five times a second until it is stopped. */
export const watchBox = (
	run: Run,
): {readonly stop: () => Promise<readonly BoxAccount[]>; readonly first: Promise<unknown>} => {
	const accounts: BoxAccount[] = [];
	const finished = new AbortController();
	const first = readBox(run).then((account) => accounts.push(account));
	const reading = (async () => {
		await first;
		while (!finished.signal.aborted) {
			await setTimeout(200);
			accounts.push(await readBox(run));
		}
	})();
	return {
		first,
		stop: async () => {
			finished.abort();
			await reading;
			accounts.push(await readBox(run));
			return accounts;
		},
	};
};
