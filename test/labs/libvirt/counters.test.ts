import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {setTimeout} from 'node:timers/promises';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {nicOf, rowOf} from '../rows.ts';
import {checkBetween, readNow} from './check-between.ts';
import {checkDiskRates, checkNicRates} from './check-rates.ts';
import {alpha, beta, gamma, runningGuests, tap} from './domain-xml.ts';
import {describeLibvirt, type Lab, openLab} from './lab.ts';
import {system} from './virsh.ts';

describeLibvirt('guests that run', () => {
	let lab: Lab;
	let endTraffic: () => Promise<void>;

	beforeAll(() => {
		lab = openLab();
		const [file = '', ...parameters] = lab.enter(['busybox', 'ping', '-q', '-s', '1000', tap.guestAddress]);
		const ping = spawn(file, parameters, {stdio: 'ignore'});
		const ended = once(ping, 'close');
		endTraffic = async () => {
			ping.kill('SIGKILL');
			await ended;
		};
	});

	afterAll(() => endTraffic());

	test('every counter lies between two readings of virsh, vCPUs too', async () => {
		const before = await readNow(lab.virsh);
		const [line] = await lab.report(['-c', system, '--view', 'cpu', '-n', '1', '-d', '0.5']);
		const after = await readNow(lab.virsh);
		checkBetween(line, before, after);
		expect(rowOf(line, beta)).toMatchObject({
			state: 'running',
			vcpuCount: 2,
			vcpus: [{index: 0}, {index: 1}],
		});
		expect(line?.problems).toEqual([]);
	});

	test('every rate is what its counter says within 1 %, and each line is between two readings of virsh', async () => {
		const readings = [await readNow(lab.virsh)];
		const finished = new AbortController();
		const reading = (async () => {
			while (!finished.signal.aborted) {
				readings.push(await readNow(lab.virsh));
				await setTimeout(200);
			}
		})();
		try {
			const running = lab.watch(['-c', system, '-d', '2']);
			const lines = await running.next(9);
			await running.stop();
			await setTimeout(100);
			readings.push(await readNow(lab.virsh));
			/** Milliseconds: the times in a line are in whole milliseconds. */
			const tolerance = 10;
			for (const line of lines) {
				// The counters were true in the middle of a call that was over when the line came: their age is half of it.
				const time = Date.parse(line.time);
				const age = Math.max(...runningGuests.map((guest) => rowOf(line, guest)?.age ?? Number.NaN));
				const before = readings.findLast(({to}) => to <= time - 2 * age * 1000 - tolerance);
				const after = readings.find(({from}) => from >= time + tolerance);
				checkBetween(line, before, after);
			}

			for (const guest of runningGuests) {
				checkDiskRates(lines, guest);
			}

			checkNicRates(lines, alpha, tap.name);
			// The host sends a ping of 1000 bytes each second.
			expect(nicOf(lines.at(-1), alpha, tap.name)?.receiveBytesPerSecond).toBeGreaterThan(400);
			expect(rowOf(lines.at(-1), gamma)?.nics?.map(({receiveBytes}) => receiveBytes)).toEqual([undefined]);
		} finally {
			finished.abort();
			await reading;
		}
	});
});
