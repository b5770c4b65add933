import {afterAll, beforeAll, beforeEach, expect, test} from 'vitest';
import {builtProgram} from '../../helpers/built-program.ts';
import {openTerminal} from '../../helpers/real-terminal.ts';
import {runProgram} from '../../helpers/run-program.ts';
import {openSandbox} from '../../helpers/sandbox.ts';
import type {DomainReport} from '../report.ts';
import {readPeriod, setPeriod} from './balloon-witness.ts';
import type {Guest} from './guest.ts';
import {describeLab, type Lab, openLab} from './lab.ts';
import {report, watch} from './program.ts';
import {alpha, beta, gamma} from './three-guests.ts';
import {rowOf} from './witness.ts';

describeLab('balloons and their statistics period', () => {
	let lab: Lab;
	let named: Guest;
	let anonymous: Guest;
	let without: Guest;
	let driverless: Guest;

	beforeAll(async () => {
		lab = openLab();
		[named, anonymous, without, driverless] = await Promise.all([
			lab.boot(alpha),
			lab.boot(beta),
			lab.boot(gamma),
			lab.boot({...alpha, name: 'delta', driver: false}),
		]);
	});

	beforeEach(async () => {
		await Promise.all([named, anonymous, driverless].map((guest) => setPeriod(guest, 0)));
	});

	afterAll(() => lab.close());

	const once = async (...parameters: readonly string[]) => {
		const lines = await report(['-c', lab.uri, '-n', '1', '-d', '2', ...parameters]);
		return lines[0];
	};

	const openScreen = (parameters: readonly string[]) =>
		openTerminal(openSandbox(), builtProgram(['-c', lab.uri, '-d', '1', ...parameters]), {
			columns: 120,
			rows: 30,
		});

	test('tells no device, no driver and no period apart, and changes no period by looking', async () => {
		const line = await once();
		expect(rowOf(line, without)?.memory).toMatchObject({balloonState: 'no balloon'});
		expect(rowOf(line, without)?.memory).not.toHaveProperty('period');
		for (const guest of [named, anonymous]) {
			const {memory} = rowOf(line, guest) ?? {};
			expect(memory).toMatchObject({balloonState: 'no period', period: 0, currentKiB: 96 * 1024});
			expect(memory?.statsAge).toBeGreaterThan(0);
			expect(memory?.stats?.find(({tag}) => tag === 'available')?.value).toBeGreaterThan(32 * 1024);
			expect(await readPeriod(guest)).toBe(0);
		}

		const {memory} = rowOf(line, driverless) ?? {};
		expect(memory).toMatchObject({balloonState: 'no driver', period: 0});
		expect(memory).not.toHaveProperty('statsAge');
		expect(line?.problems).toEqual([]);
	});

	test('the key p sets the period of the selected guest, and statistics are fresh within two periods', async () => {
		const period = 3;
		const screen = openScreen([]);
		await screen.until(/alpha .*disk[01].* beta .*disk[01]|beta .*disk[01].* alpha .*disk[01]/s);
		screen.type('/alpha\r');
		await screen.until(({text}) => text.includes('>alpha') && !text.includes('beta'));
		screen.type('p');
		await screen.until('period of alpha, now off');
		screen.type(`${period}\r`);
		await screen.until(/Period of alpha: off → 3 ?s/);
		expect(await readPeriod(named)).toBe(period);
		expect(await readPeriod(anonymous)).toBe(0);
		screen.type('q');
		expect(await screen.ended).toMatchObject({code: 0});
		const watching = watch(['-c', lab.uri, '-d', '1']);
		const lines = await watching.next(3 * period);
		for (const line of lines.slice(period)) {
			expect(rowOf(line, named)?.memory).toMatchObject({balloonState: 'fresh', period});
			expect(rowOf(line, named)?.memory.statsAge).toBeLessThanOrEqual(2 * period);
		}

		expect(await readPeriod(named)).toBe(period);
	});

	test('a period stays as it is over our refreshes and starts', async () => {
		await setPeriod(named, 7);
		const running = watch(['-c', lab.uri, '-d', '0.5']);
		for (let seen = 0; seen < 4; seen += 1) {
			const line = await running.until((line) => rowOf(line, named)?.memory.period !== undefined);
			expect(rowOf(line, named)?.memory.period).toBe(7);
		}

		await running.stop();
		expect(rowOf(await once(), named)?.memory.period).toBe(7);
		expect(await readPeriod(named)).toBe(7);
	});

	test('--balloon-period sets a period of 0 at the first sight of an incarnation, and never again', async () => {
		await setPeriod(named, 7);
		const running = watch(['-c', lab.uri, '-d', '0.5', '--balloon-period', '2']);
		await running.until((line) => rowOf(line, anonymous)?.memory.period === 2);
		expect(await readPeriod(anonymous)).toBe(2);
		expect(await readPeriod(named)).toBe(7);

		await setPeriod(anonymous, 0);
		await running.until((line) => rowOf(line, anonymous)?.memory.period === 0);
		for (const line of await running.next(4)) {
			expect(rowOf(line, anonymous)?.memory.period).toBe(0);
		}

		expect(await readPeriod(anonymous)).toBe(0);
		await running.stop();
	});

	test('--read-only sets nothing, whoever asks', async () => {
		for (const parameters of [
			['--json', '-n', '1', '--balloon-period', '2'],
			['dommemstat', 'alpha', '--period', '2'],
		]) {
			const refused = await runProgram(openSandbox(), ['-c', lab.uri, '--read-only', ...parameters]);
			expect(refused.code).toBe(2);
			expect(refused.stderr).toMatch(/read-only/);
		}

		const screen = openScreen(['--read-only', '--filter', 'alpha']);
		await screen.until(/>alpha .*disk[01]/);
		screen.type('p');
		await screen.until(/cannot be set: .*read-only/);
		screen.type('q');
		expect(await screen.ended).toMatchObject({code: 0});
		expect(await readPeriod(named)).toBe(0);
	});

	test('a balloon plugged into a guest that runs has its numbers and its period, and leaves again', async () => {
		const {ask} = without.monitor;
		const running = watch(['-c', lab.uri, '-d', '1']);
		const until = (holds: (memory: DomainReport['memory']) => boolean) =>
			running.until((line) => {
				const row = rowOf(line, without);
				return row !== undefined && holds(row.memory);
			});
		await until(({balloonState}) => balloonState === 'no balloon');
		await ask('device_add', {driver: 'virtio-balloon-pci', id: 'later'});
		const plugged = await until(({balloonState}) => balloonState === 'no period');
		const {memory} = rowOf(plugged, without) ?? {};
		expect(memory?.stats?.find(({tag}) => tag === 'available')?.value).toBeGreaterThan(32 * 1024);
		const set = await runProgram(openSandbox(), ['-c', lab.uri, 'dommemstat', 'gamma', '--period', '2']);
		expect(set).toMatchObject({code: 0});
		await until(({balloonState, period}) => balloonState === 'fresh' && period === 2);
		await ask('balloon', {value: 80 * 1024 ** 2});
		await until(({currentKiB, maximumKiB}) => currentKiB === 80 * 1024 && maximumKiB === 96 * 1024);
		await ask('device_del', {id: 'later'});
		await until(({balloonState}) => balloonState === 'no balloon');
		await running.stop();
	});
});
