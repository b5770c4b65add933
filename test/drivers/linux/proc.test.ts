import {mkdirSync, writeFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {readProcessAge} from '../../../drivers/linux/process-age.ts';
import {parseProcessStat, readProcessStat} from '../../../drivers/linux/process-stat.ts';
import {readProcessStatus} from '../../../drivers/linux/process-status.ts';
import {readHost} from '../../../drivers/linux/read-host.ts';
import {readTaps} from '../../../drivers/linux/read-taps.ts';
import {readThreadNames, readThreadTimes} from '../../../drivers/linux/thread-times.ts';
import {createFakeClock} from '../../helpers/fake-clock.ts';
import {temporaryFolder} from '../../helpers/temporary-folder.ts';
import {createCapturedHost, pids} from '../qemu/captured-host.ts';

const host = () => createCapturedHost([pids.qa, pids.qb]);

test('the host is what was captured: busy time is all but idle and waiting for I/O', () => {
	const {root, captured} = host();
	const clock = createFakeClock();
	const [, user, nice, system, , , irq, softirq, steal] = captured('/proc/stat').split(/\s+/).map(Number);
	expect(readHost(root, clock)).toEqual({
		id: captured('/proc/sys/kernel/random/boot_id').trim(),
		name: 'vm',
		at: clock.monotonic(),
		cpus: 2,
		cpuSeconds:
			[user, nice, system, irq, softirq, steal].reduce<number>((sum, ticks) => sum + (ticks ?? 0), 0) / 100,
		memoryKiB: Number(/MemTotal:\s+(\d+)/.exec(captured('/proc/meminfo'))?.[1]),
		memoryFreeKiB: Number(/MemAvailable:\s+(\d+)/.exec(captured('/proc/meminfo'))?.[1]),
	});
});

test('a host that tells nothing is unknown, not empty', () => {
	const {cpus, cpuSeconds, memoryKiB, ...rest} = readHost(temporaryFolder(), createFakeClock());
	expect([cpus, cpuSeconds, memoryKiB, rest.memoryFreeKiB]).toEqual([
		undefined,
		undefined,
		undefined,
		undefined,
	]);
	expect(rest.id).toBe('localhost');
});

test('a stat line is read behind the last parenthesis of a name', () => {
	const text =
		'7 (a) b (c)) S 3 7 7 0 -1 4194560 1 2 3 4 150 50 0 0 20 0 6 0 4711 100 200 18446744073709551615\n';
	expect(parseProcessStat(text)).toEqual({
		name: 'a) b (c)',
		state: 'S',
		parent: 3,
		cpuSeconds: 2,
		threads: 6,
		startTicks: '4711',
	});
	expect(parseProcessStat('')).toBeUndefined();
	expect(parseProcessStat('7 (half) S 1 2')).toBeUndefined();
	expect(parseProcessStat(text.replace('4711', '47\u001B[2J11'))).toBeUndefined();
});

test('a process, its threads and their times are what was captured', () => {
	const {root, captured} = host();
	const fields = captured(`/proc/${pids.qa}/stat`).split(' ');
	expect(readProcessStat(root, pids.qa)).toMatchObject({
		cpuSeconds: (Number(fields[13]) + Number(fields[14])) / 100,
		startTicks: fields[21],
	});
	const status = readProcessStatus(root, pids.qa);
	expect(status?.residentKiB).toBe(Number(/VmRSS:\s+(\d+)/.exec(captured(`/proc/${pids.qa}/status`))?.[1]));
	const names = readThreadNames(root, pids.qb, 4096);
	const [vcpu] = [...names].find(([, name]) => name === 'CPU 0/TCG') ?? [0];
	expect(readProcessStatus(root, vcpu)?.process).toBe(pids.qb);
	const [ran, waited] = captured(`/proc/${pids.qb}/task/${vcpu}/schedstat`).split(' ').map(Number);
	expect(readThreadTimes(root, pids.qb, vcpu)).toEqual({
		cpuSeconds: (ran ?? 0) / 1e9,
		waitSeconds: (waited ?? 0) / 1e9,
	});
	expect(readProcessStat(root, 1)).toBeUndefined();
	expect(readProcessStatus(root, 1)).toBeUndefined();
});

test('of a process with threads without end only a limited number of names is read', () => {
	const root = temporaryFolder();
	for (let thread = 1; thread <= 50; thread += 1) {
		mkdirSync(`${root}/proc/7/task/${thread}`, {recursive: true});
		writeFileSync(`${root}/proc/7/task/${thread}/comm`, 'CPU 0/KVM\n');
	}

	expect(readThreadNames(root, 7, 5).size).toBe(5);
	expect(readThreadNames(root, 7, 500).size).toBe(50);
});

test('a kernel without scheduler statistics says zeros: the wait is unknown, the time that of the stat', () => {
	const {root, write, captured} = host();
	const path = `/proc/${pids.qb}/task/${pids.qb}`;
	const fields = captured(`${path}/stat`).split(' ');
	write(`${path}/schedstat`, '0 0 0\n');
	expect(readThreadTimes(root, pids.qb, pids.qb)).toEqual({
		cpuSeconds: (Number(fields[13]) + Number(fields[14])) / 100,
	});
});

test('taps are those of the open tun descriptors', async () => {
	const {root} = host();
	expect(await readTaps(root, pids.qb)).toEqual({
		value: new Map([[4, {name: 'vnet0', kind: 'tap', isHere: true}]]),
	});
	expect(await readTaps(root, 1)).toEqual({refusal: 'absent'});
});

test('the age of a process is the uptime without its start', () => {
	const {root, write} = host();
	const stat = readProcessStat(root, pids.qa);
	write('/proc/uptime', `${Number(stat?.startTicks) / 100 + 12} 0\n`);
	expect(stat && readProcessAge(root, stat)).toBeCloseTo(12);
	expect(stat && readProcessAge(temporaryFolder(), stat)).toBeUndefined();
});

test('what is no number there is unknown', () => {
	const {root, write} = host();
	const task = `/proc/${pids.qa}/task/${pids.qa}`;
	const digits = '9'.repeat(400);
	write(`/proc/${pids.qa}/stat`, `${pids.qa} (qa) R 1 1 1 0 -1 0 0 0 0 0 x 5 0 0 20 0 6 0 320585 0 0\n`);
	write(`${task}/schedstat`, '1000000000 x 3\n');
	write(`/proc/${pids.qa}/status`, `VmRSS:\t${digits} kB\n`);
	write('/proc/sys/kernel/random/boot_id', 'a\u001B[2J\n');
	write('/proc/stat', 'cpu  1 2 x 4 5 6 7 8\ncpu0 1\n');
	write('/proc/meminfo', `MemTotal: ${digits} kB\nMemAvailable: 5 kB\n`);
	expect(readProcessStat(root, pids.qa)).toMatchObject({cpuSeconds: undefined, threads: 6});
	expect(readThreadTimes(root, pids.qa, pids.qa)).toEqual({cpuSeconds: 1, waitSeconds: undefined});
	expect(readProcessStatus(root, pids.qa)?.residentKiB).toBeUndefined();
	expect(readHost(root, createFakeClock())).toMatchObject({
		id: 'a\uFFFD[2J',
		cpus: 1,
		cpuSeconds: undefined,
		memoryKiB: undefined,
		memoryFreeKiB: 5,
	});
});
