/* One sample of a root folder, as JSON on stdout: node sample-once.ts <root> [<uri>]. For tests under another user. */
import {qemuDriver} from '../../../drivers/qemu/driver.ts';
import {systemClock} from '../../../source/async/clock.ts';
import {parseAddress} from '../../../source/driver/address.ts';

const [root = '/', uri = 'qmp:'] = process.argv.slice(2);
const connection = await qemuDriver.connect(parseAddress(uri), {
	root,
	// Every peer here answers: no timeout need end, however busy the machine is.
	user: process.geteuid?.() ?? 0,
	clock: {...systemClock, sleep: () => new Promise(() => {})},
	spawn: () => {
		throw new Error('this driver starts no commands');
	},
	readOnly: false,
	onStatus: () => {},
});
const sample = await connection.sample({delay: 10}, new AbortController().signal);
await connection.close();
process.stdout.write(JSON.stringify(sample));
