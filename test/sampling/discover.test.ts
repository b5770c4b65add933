import {describe, expect, test} from 'vitest';
import {type Address, parseAddress} from '../../source/driver/address.ts';
import type {Driver, DriverOptions} from '../../source/driver/driver.ts';
import {DriverError} from '../../source/driver/driver-error.ts';
import {UsageError} from '../../source/driver/usage-error.ts';
import {endpointsOf, presentEndpoints, startingEndpoints} from '../../source/sampling/discover.ts';
import type {Endpoint} from '../../source/sampling/supervisor.ts';
import {createFakeClock} from '../helpers/fake-clock.ts';
import {createFakeDriver} from '../helpers/fake-driver.ts';
import {createFakeSampler} from '../helpers/fake-sampler.ts';
import {aSample} from '../helpers/sample-builder.ts';

const driver = (name: string, schemes: readonly string[], changes: Partial<Driver> = {}): Driver => ({
	...createFakeDriver({sample: () => aSample([])}, {name, schemes}),
	...changes,
});

const finds =
	(...uris: string[]) =>
	async (): Promise<readonly Address[]> =>
		uris.map(parseAddress);

const xen = driver('xen', ['xl']);
const qemu = driver('qemu', ['qmp']);
const simulated = driver('simulated', ['test'], {simulated: true});

const clock = createFakeClock();
const options: DriverOptions = {
	root: '/',
	clock,
	spawn: () => {
		throw new Error('Nothing is started here.');
	},
	readOnly: false,
	onStatus: () => {},
};

const shown = (targets: readonly Endpoint[]): unknown =>
	targets.map((target) => [target.driver.name, target.address.uri]);

describe('the addresses a person gave', () => {
	const of = (...uris: string[]): unknown =>
		shown(endpointsOf([xen, qemu, simulated], uris.map(parseAddress)));

	test('go to the drivers of their schemes, in the order of precedence', () => {
		expect(of('test:', 'qmp:///b', 'xl:', 'qmp:///a')).toEqual([
			['xen', 'xl:'],
			['qemu', 'qmp:///b'],
			['qemu', 'qmp:///a'],
			['simulated', 'test:///default'],
		]);
	});

	test('count once, however they are written', () => {
		expect(of('/run/a%.sock', 'qmp:///run//a%25.sock', 'test:', 'test')).toEqual([
			['qemu', 'qmp:///run/a%.sock'],
			['simulated', 'test:///default'],
		]);
	});

	test('are refused where no driver knows the scheme, with the list of what exists', () => {
		expect(() => of('qemu:///system')).toThrow(
			new UsageError('-c qemu:///system: domtop does not know qemu:. It knows xl:, qmp:, test:.'),
		);
	});

	test('are refused in a line, however many forms the schemes have', () => {
		const libvirt = driver('libvirt', ['qemu', 'qemu+unix', 'qemu+ssh', 'xen', 'xen+unix', 'xen+ssh']);
		expect(() => endpointsOf([xen, libvirt], [parseAddress('esx+tls://far/')])).toThrow(
			new UsageError(
				'-c esx+tls://far/: domtop does not know esx+tls:. It knows xl:, qemu:, xen:, some with +unix or +ssh.',
			),
		);
	});

	test.each([
		['qemu+tls://far/system', 'qemu+ssh://far/system'],
		['qemu+tcp://root@[fe80::1]:16509/session?no_verify=1', 'qemu+ssh://root@[fe80::1]/session'],
		['qemu+libssh2://far', 'qemu+ssh://far/system'],
		['qemu+ext:///system', 'qemu+ssh://host/system'],
	])('are told of SSH where only the transport is unknown: %s', (uri, instead) => {
		const libvirt = driver('libvirt', ['qemu', 'qemu+unix', 'qemu+ssh']);
		expect(() => endpointsOf([libvirt], [parseAddress(uri)])).toThrow(
			new UsageError(`-c ${uri}: domtop speaks to libvirt only over unix sockets and SSH. Write ${instead}.`),
		);
	});

	test('of several hosts are several connections of one driver', () => {
		const libvirt = driver('libvirt', ['qemu', 'qemu+ssh']);
		const uris = ['qemu+ssh://b/system', 'qmp:', 'qemu+ssh://a/system', 'qemu+ssh://b/system'];
		expect(shown(endpointsOf([libvirt, qemu], uris.map(parseAddress)))).toEqual([
			['libvirt', 'qemu+ssh://b/system'],
			['libvirt', 'qemu+ssh://a/system'],
			['qemu', 'qmp:'],
		]);
	});
});

describe('what is present', () => {
	test('is what every driver finds, in the order of precedence', async () => {
		const slow = driver('xen', ['xl'], {
			async detect() {
				await clock.sleep(1);
				return [parseAddress('xl:')];
			},
		});
		const found = presentEndpoints([slow, driver('qemu', ['qmp'], {detect: finds('qmp:')})], options);
		await clock.advance(1);
		expect(shown(await found)).toEqual([
			['xen', 'xl:'],
			['qemu', 'qmp:'],
		]);
	});

	test('leaves out a driver that fails to tell', async () => {
		const broken = driver('xen', ['xl'], {detect: () => Promise.reject(new Error('EACCES'))});
		expect(
			shown(await presentEndpoints([broken, driver('qemu', ['qmp'], {detect: finds('qmp:')})], options)),
		).toEqual([['qemu', 'qmp:']]);
	});
});

describe('the start', () => {
	const present = driver('qemu', ['qmp'], {detect: finds('qmp:')});
	const start = (drivers: readonly Driver[], mayPretend: boolean, ...asked: string[]) =>
		startingEndpoints(drivers, asked.map(parseAddress), options, mayPretend);

	test('is where a person says, whatever is present', async () => {
		expect(shown((await start([present, simulated], true, 'test:')).endpoints)).toEqual([
			['simulated', 'test:///default'],
		]);
	});

	test('else what is present', async () => {
		expect(shown((await start([present, simulated], true)).endpoints)).toEqual([['qemu', 'qmp:']]);
	});

	test('else a made-up host, but only where a person looks', async () => {
		expect(shown((await start([qemu, simulated], true)).endpoints)).toEqual([
			['simulated', 'test:///default'],
		]);
		await expect(start([qemu, simulated], false)).rejects.toThrow(DriverError);
		await expect(start([qemu], true)).rejects.toThrow('No hypervisor was found on this machine.');
	});

	describe('beside what is present', () => {
		const libvirt = driver('libvirt', ['qemu', 'qemu+ssh', 'qemu+unix'], {
			detect: finds('qemu:///system'),
			endpoint: ({uri}) => uri.replace('+unix', ''),
		});
		const begin = (uri: string, ...asked: string[]) =>
			startingEndpoints([xen, libvirt, present, simulated], asked.map(parseAddress), options, true, {
				address: parseAddress(uri),
				origin: 'LIBVIRT_DEFAULT_URI',
			});

		test('the default address is asked, in the order of precedence, and that is said', async () => {
			const {endpoints: targets, notice, note} = await begin('qemu+ssh://far/system');
			expect(shown(targets)).toEqual([
				['libvirt', 'qemu:///system'],
				['libvirt', 'qemu+ssh://far/system'],
				['qemu', 'qmp:'],
			]);
			expect([notice, note]).toEqual(['LIBVIRT_DEFAULT_URI: qemu+ssh://far/system is asked too.', undefined]);
		});

		test('an endpoint that is found anyway is asked once', async () => {
			for (const uri of ['qemu:///system', 'qemu+unix:///system']) {
				const {endpoints: targets, notice} = await begin(uri);
				expect([shown(targets), notice]).toEqual([
					[
						['libvirt', 'qemu:///system'],
						['qemu', 'qmp:'],
					],
					undefined,
				]);
			}
		});

		test('where a person says where to look it is not asked', async () => {
			expect(shown((await begin('qemu+ssh://far/system', 'qmp:')).endpoints)).toEqual([['qemu', 'qmp:']]);
		});

		test('one that domtop cannot reach is said in one sentence, and the others are asked', async () => {
			const {endpoints: targets, note, notice} = await begin('qemu+tls://far/system');
			expect(shown(targets)).toEqual([
				['libvirt', 'qemu:///system'],
				['qemu', 'qmp:'],
			]);
			expect([note, notice]).toEqual([
				'LIBVIRT_DEFAULT_URI is not used: qemu+tls://far/system: domtop speaks to libvirt only over unix sockets and SSH. Write qemu+ssh://far/system.',
				undefined,
			]);
		});

		test('one that is not libvirt’s is not asked: it might run another program', async () => {
			for (const uri of ['qmp:///run/x.sock', 'xl:']) {
				const {endpoints: targets, note, notice} = await begin(uri);
				expect(targets.map(({address}) => address.uri)).not.toContain(uri);
				expect([note, notice]).toEqual([
					`LIBVIRT_DEFAULT_URI is not used: ${uri}: it is no address of libvirt's. Give it with -c.`,
					undefined,
				]);
			}
		});

		test('it stands alone where nothing is present', async () => {
			const nothing = driver('libvirt', ['qemu+ssh']);
			const {endpoints: targets} = await startingEndpoints([nothing, simulated], [], options, false, {
				address: parseAddress('qemu+ssh://far/system'),
				origin: 'uri_default of /etc/libvirt/libvirt.conf',
			});
			expect(shown(targets)).toEqual([['libvirt', 'qemu+ssh://far/system']]);
		});
	});

	test('a real host is never replaced', async () => {
		const {watch} = await start([present, simulated], true);
		await watch(createFakeSampler(), new AbortController().signal);
	});
});

describe('a made-up host', () => {
	const standIn = async (detect: Driver['detect']) => {
		const targets: (readonly Endpoint[])[] = [];
		const sampler = createFakeSampler({
			async retarget(others) {
				targets.push(others);
			},
		});
		const {watch} = await startingEndpoints(
			[driver('qemu', ['qmp'], {detect}), simulated],
			[],
			options,
			true,
		);
		const ending = new AbortController();
		let over = false;
		const watching = watch(sampler, ending.signal).then(() => {
			over = true;
		});
		return {targets, ending, watching, isOver: () => over};
	};

	test('is replaced as soon as a real hypervisor is there, within ten seconds', async () => {
		let present = false;
		const {targets, watching} = await standIn(async () => (present ? finds('qmp:')() : []));
		await clock.advance(25);
		expect(targets).toEqual([]);
		present = true;
		await clock.advance(10);
		await watching;
		expect(targets.map(shown)).toEqual([[['qemu', 'qmp:']]]);
		expect(clock.sleeping()).toEqual([]);
	});

	test('is watched no more after the end', async () => {
		const {targets, ending, isOver} = await standIn(async () => []);
		await clock.advance(1);
		ending.abort();
		await clock.settle();
		expect([isOver(), targets, clock.sleeping()]).toEqual([true, [], []]);
	});
});
