import {spawn} from 'node:child_process';
import {qemuDriver} from '../../drivers/qemu/driver.ts';
import {systemClock} from '../../source/async/clock.ts';
import {parseAddress} from '../../source/driver/address.ts';
import {median} from './table.ts';

/** `entry REFRESHES`: the CPU that a refresh of all guests of this machine costs, milliseconds, and how many have disks. */
const refreshes = Number(process.argv[2]);
const connection = await qemuDriver.connect(parseAddress('qmp:'), {
	root: '/',
	clock: systemClock,
	spawn,
	readOnly: true,
	user: process.geteuid?.() ?? 0,
	onStatus: () => {},
});
const cpu: number[] = [];
let domains = 0;
for (let refresh = 0; refresh < refreshes + 10; refresh++) {
	const before = process.cpuUsage();
	const sample = await connection.sample({delay: 2}, AbortSignal.timeout(9000));
	// What is done after the answer counts too.
	await systemClock.sleep(0.2);
	const {user, system} = process.cpuUsage(before);
	domains = Math.max(domains, sample.domains.filter(({disks}) => disks !== undefined).length);
	if (refresh >= 10) {
		cpu.push((user + system) / 1000);
	}
}

await connection.close();
console.log(JSON.stringify({cpu: median(cpu), domains}));
