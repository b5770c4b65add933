import type {Clock} from '../../source/async/clock.ts';
import {parseAddress} from '../../source/driver/address.ts';
import {DriverError} from '../../source/driver/driver-error.ts';
import type {Disk, Domain, Host, ProblemReport, Sample} from '../../source/model/sample.ts';
import type {Endpoint} from '../../source/sampling/supervisor.ts';
import {createFakeDriver} from './fake-driver.ts';
import {aDisk, aDomain, aNic} from './sample-builder.ts';

/**
Three hosts reached over SSH, as libvirt's driver gives them. kvm1 has a domain that a backup holds from the first second
on. kvm2 is lost after ten seconds. A disk of xen1 has bytes that libvirt multiplied by a factor unknown here.
*/

/** Seconds after which kvm2 is gone. */
const lostAfter = 10;

/** Growth of the counters in one second. */
type Work = {readonly cpu: number; readonly read: number; readonly write: number; readonly receive: number};

const disk = (name: string, {read, write}: Work, seconds: number, changes: Partial<Disk> = {}): Disk =>
	aDisk(name, {
		source: `/images/${name}.qcow2`,
		backend: 'qemu',
		readBytes: read * seconds,
		writeBytes: write * seconds,
		readRequests: Math.round(read / 4096) * seconds,
		writeRequests: Math.round(write / 8192) * seconds,
		flushRequests: seconds,
		readTimeSeconds: (read / 4096) * seconds * 0.0005,
		writeTimeSeconds: (write / 8192) * seconds * 0.001,
		flushTimeSeconds: seconds * 0.002,
		...changes,
	});

const guest = (
	name: string,
	id: number,
	work: Work,
	at: number,
	seconds: number,
	changes: Partial<Domain> = {},
): Domain =>
	aDomain(name, {
		key: `00000000-0000-4000-8000-${String(id).padStart(12, '0')}`,
		uuid: `00000000-0000-4000-8000-${String(id).padStart(12, '0')}`,
		id,
		at,
		cpuSeconds: 100 + work.cpu * seconds,
		vcpuCount: 2,
		memory: {
			currentKiB: 2 * 2 ** 20,
			maximumKiB: 2 * 2 ** 20,
			balloon: 'present',
			statsAge: 1,
			stats: [],
		},
		disks: [disk('vda', work, seconds)],
		nics: [
			aNic(`vnet${id}`, {
				mac: '52:54:00:00:00:01',
				receiveBytes: work.receive * seconds,
				transmitBytes: work.receive * seconds * 2,
				receivePackets: seconds * 10,
				transmitPackets: seconds * 10,
			}),
		],
		...changes,
	});

const host = (name: string, at: number, seconds: number): Host => ({
	id: name,
	name,
	at,
	cpus: 8,
	cpuSeconds: 1000 + seconds * 2,
	memoryKiB: 32 * 2 ** 20,
	memoryFreeKiB: 20 * 2 ** 20,
});

const origins = {disk: {readBytes: 'block.N.rd.bytes', writeBytes: 'block.N.wr.bytes'}};

/** The held domain keeps its numbers of the first second. At every reading the driver says for how long it is held. */
const kvm1 = (at: number, seconds: number): Sample => {
	const held = Math.min(seconds, 1);
	const busy = {reason: 'a job of libvirt: backup', seconds};
	const problems: readonly ProblemReport[] = [
		{
			kind: 'busy',
			domain: '00000000-0000-4000-8000-000000000012',
			message: 'shop-db does not answer: a job of libvirt holds it.',
			advice: 'virsh domjobinfo shop-db says more; its numbers come back when the job ends.',
		},
	];
	return {
		host: host('kvm1.fra.example', at, seconds),
		domains: [
			guest('web', 11, {cpu: 0.6, read: 2e6, write: 5e5, receive: 4e5}, at, seconds),
			guest(
				'shop-db',
				12,
				{cpu: 1.2, read: 8e6, write: 6e6, receive: 2e5},
				at - seconds + held,
				held,
				seconds > held ? {busy} : {},
			),
			guest('cron', 13, {cpu: 0.02, read: 0, write: 1e4, receive: 100}, at, seconds),
		],
		problems: seconds > held ? problems : [],
		origins,
	};
};

const kvm2 = (at: number, seconds: number): Sample => ({
	host: host('kvm2.fra.example', at, seconds),
	domains: [
		guest('web', 21, {cpu: 0.9, read: 1e6, write: 3e5, receive: 3e5}, at, seconds),
		guest('mail', 22, {cpu: 0.3, read: 4e5, write: 9e5, receive: 5e4}, at, seconds),
	],
	problems: [],
	origins,
});

const xen1 = (at: number, seconds: number): Sample => {
	const work = {cpu: 0.4, read: 16e6, write: 8e6, receive: 1e5};
	const doubt =
		"libvirt multiplied the sectors by the backend's physical sector size, which only the far xenstore knows";
	return {
		host: host('xen1.ams.example', at, seconds),
		domains: [
			guest('files', 31, work, at, seconds, {
				disks: [disk('xvda', work, seconds, {backend: 'vbd', doubt}), disk('vdb', work, seconds)],
			}),
		],
		problems: [],
		origins,
	};
};

const lost = () =>
	new DriverError('The connection over SSH ended: Broken pipe.', 'See whether the host is up.');

/** The three hosts behind their URIs, by a clock. */
export const threeHosts = (clock: Clock): readonly Endpoint[] => {
	const start = clock.monotonic();
	const seconds = (): number => clock.monotonic() - start;
	const target = (uri: string, read: (at: number, seconds: number) => Sample, losing = false): Endpoint => {
		const check = (): void => {
			if (losing && seconds() >= lostAfter) {
				throw lost();
			}
		};
		const sample = (): Sample => {
			check();
			return read(clock.monotonic(), seconds());
		};
		const address = parseAddress(uri);
		return {
			driver: createFakeDriver({connect: check, sample}, {name: 'libvirt', schemes: [address.scheme]}),
			address,
		};
	};

	return [
		target('qemu+ssh://root@kvm1.fra.example/system', kvm1),
		target('qemu+ssh://root@kvm2.fra.example/system', kvm2, true),
		target('xen+ssh://root@xen1.ams.example:2222/system', xen1),
	];
};
