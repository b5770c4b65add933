import {expect, test} from 'vitest';
import {pids} from './captured-host.ts';
import {createCapturedWorld, domainOf, sampleOf} from './captured-world.ts';

const setUser = (world: ReturnType<typeof createCapturedWorld>, pid: number, ids: string): void => {
	const path = `/proc/${pid}/status`;
	world.host.write(path, world.host.captured(path).replace(/^Uid:.*$/m, `Uid:\t${ids}`));
};

const stranger = '4242\t4242\t4242\t4242';

test('whose process it is, is told where it is a stranger’s, and its socket of another owner is not opened', async () => {
	const world = createCapturedWorld(['qa', 'qn']);
	const {host, connect, start} = world;
	const qa = await start('qa');
	await start('qn');
	setUser(world, pids.qa, stranger);
	host.write(
		'/etc/passwd',
		'root:x:0:0::/:/bin/sh\nmallory\u001b:x:4242:1::/:/bin/sh\nagain:x:4242:1::/:/bin/sh\n',
	);
	const sample = await sampleOf(await connect());
	expect(domainOf(sample, 'qa')).toMatchObject({
		user: {id: 4242, name: 'mallory\uFFFD'},
		disksReason: 'the QMP socket it names is not its own',
	});
	expect(domainOf(sample, 'qn').user).toBeUndefined();
	expect(sample.problems).toMatchObject([{kind: 'foreign', domain: domainOf(sample, 'qa').key}]);
	expect(qa.served()).toBe(0);
});

test('a program that anybody may start as root has no socket opened for it', async () => {
	const world = createCapturedWorld(['qa']);
	const qa = await world.start('qa');
	setUser(world, pids.qa, `4242\t${process.geteuid?.() ?? 0}\t0\t0`);
	const {problems} = await sampleOf(await world.connect());
	expect(problems).toMatchObject([{kind: 'foreign'}]);
	expect(qa.served()).toBe(0);
});

test('a process of this user that does not listen there is not written to', async () => {
	const {host, connect, start} = createCapturedWorld(['qa']);
	const qa = await start('qa');
	const connection = await connect('qmp:', {balloonPeriod: 3});
	if (process.geteuid?.() === 0) {
		// Of root itself it is not even read.
		host.write('/proc/net/unix', host.captured('/proc/net/unix').replaceAll(/^.*\/qa\/qmp.sock\n/gm, ''));
		expect((await sampleOf(connection)).problems).toMatchObject([{kind: 'foreign'}]);
	} else {
		host.write('/proc/net/unix', '');
		const domain = domainOf(await sampleOf(connection), 'qa');
		await expect(connection.setBalloonPeriod?.(domain, 5)).rejects.toThrow('was not set');
	}

	expect(qa.asked).not.toContain('qom-set');
});

test('a stranger’s process takes nobody’s key, however old it is, and libvirt’s user is no stranger', async () => {
	const world = createCapturedWorld(['qa', 'qn']);
	const {host, connect, start} = world;
	await start('qa');
	await start('qn');
	const uuidOf = (name: 'qa' | 'qn'): string =>
		/-uuid\0([^\0]+)/.exec(host.captured(`/proc/${pids[name]}/cmdline`))?.[1] ?? '';
	const cmdline = `/proc/${pids.qn}/cmdline`;
	host.write(cmdline, host.captured(cmdline).replace(uuidOf('qn'), uuidOf('qa')));
	setUser(world, pids.qa, stranger);
	const {domains} = await sampleOf(await connect());
	expect(domains.map(({name, key, process}) => [name, key, process])).toEqual([
		['qa', `${uuidOf('qa')}#${pids.qa}`, {pid: pids.qa, isTrusted: false, isOfLibvirt: false}],
		['qn', uuidOf('qa'), {pid: pids.qn, isTrusted: true, isOfLibvirt: false}],
	]);
	host.write('/etc/passwd', 'libvirt-qemu:x:4242:1::/:/bin/sh\n');
	const [qa] = (await sampleOf(await connect())).domains;
	expect(qa?.process?.isTrusted).toBe(true);
});
