import {createBulkCalls} from '../../drivers/libvirt/calls/bulk-calls.ts';
import {createRpcClient} from '../../drivers/libvirt/calls/rpc-client.ts';
import {libvirtDriver} from '../../drivers/libvirt/driver.ts';
import {systemClock} from '../../source/async/clock.ts';
import {parseAddress} from '../../source/driver/address.ts';
import {type Usage, usageOf} from '../../source/usage/usage.ts';
import {fakePacket} from '../drivers/libvirt/fake-wire.ts';
import {bulkReply} from './libvirt-fleet.ts';
import {median} from './table.ts';

/** `entry URI REFRESHES`: the CPU that a refresh costs, from the question to the rates, milliseconds, and what it told of. */
const [uri = '', count = '20'] = process.argv.slice(2);
const refreshes = Number(count);

const connection = await libvirtDriver.connect(parseAddress(uri), {
	root: '/',
	clock: systemClock,
	spawn: () => {
		throw new Error('nothing is started here');
	},
	readOnly: true,
	onStatus: () => {},
});
const cpu: number[] = [];
const wall: number[] = [];
let usage: Usage | undefined;
for (let refresh = 0; refresh < refreshes + 25; refresh++) {
	const before = process.cpuUsage();
	const started = performance.now();
	const sample = await connection.sample({delay: 2}, AbortSignal.timeout(9000));
	const reading = {
		uri,
		driver: 'libvirt',
		status: {state: 'reading' as const, message: ''},
		sample,
		problems: [],
		simulated: false,
	};
	usage = usageOf(usage, [reading], {
		monotonic: systemClock.monotonic(),
		wall: systemClock.wall(),
		sectors: 'physical',
	});
	// The first ones compile, and read the XML.
	if (refresh >= 25) {
		const {user, system} = process.cpuUsage(before);
		cpu.push((user + system) / 1000);
		wall.push(performance.now() - started);
	}
}

await connection.close();

/** Bulk replies of 1000 domains, straight from memory into records, MB per second of CPU. */
const decodingSpeed = async (): Promise<number> => {
	const payload = bulkReply(1000, 0);
	let receive: (bytes: Buffer) => void = () => {};
	const client = createRpcClient(
		{
			listen: (onBytes) => {
				receive = onBytes;
			},
			write: (call) => {
				const serial = Buffer.from(call).readUInt32BE(20);
				queueMicrotask(() => receive(fakePacket({procedure: 344, serial, payload})));
			},
			close: async () => {},
		},
		{clock: systemClock},
	);
	const {bulkStats} = createBulkCalls(client);
	const times: number[] = [];
	for (let round = 0; round < 30; round++) {
		const before = process.cpuUsage();
		await bulkStats({domains: [], groups: 0, flags: 0});
		const {user, system} = process.cpuUsage(before);
		times.push((user + system) / 1e6);
	}

	await client.close();
	return payload.length / 1e6 / median(times.slice(10));
};

console.log(
	JSON.stringify({
		speed: await decodingSpeed(),
		cpu: median(cpu),
		wall: median(wall),
		domains: usage?.domains.length,
		disks: usage?.domains.flatMap(({disks = []}) => disks).length,
	}),
);
