import {setTimeout} from 'node:timers/promises';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {checkBetween, checkRates, checkWitnessed} from './check-rates.ts';
import type {Guest} from './guest.ts';
import {describeLab, type Lab, openLab} from './lab.ts';
import {report, watch} from './program.ts';
import {alpha, beta, gamma} from './three-guests.ts';
import {diskNames, diskOf, rowOf, type Witnessed, witness} from './witness.ts';

describeLab('counters and rates of real disks', () => {
	let lab: Lab;
	let guests: readonly Guest[];

	beforeAll(async () => {
		lab = openLab();
		guests = await Promise.all([alpha, beta, gamma].map(lab.boot));
	});

	afterAll(() => lab.close());

	const witnessAll = () => Promise.all(guests.map(witness));

	test.for(['this machine', 'a folder', 'a socket'] as const)(
		'raw counters lie between two readings of a second client: %s',
		async (reach) => {
			const uri = {'this machine': 'qmp:', 'a folder': lab.uri, 'a socket': `qmp://${guests[0]?.socket}`}[
				reach
			];
			const before = await witnessAll();
			const lines = await report(['-c', uri, '-n', '1', '-d', '2']);
			const after = await witnessAll();
			expect(lines).toHaveLength(1);
			for (const [index, guest] of guests.entries()) {
				if (reach !== 'a socket' || index === 0) {
					expect(rowOf(lines[0], guest)).toMatchObject({name: guest.options.name, state: 'running'});
					checkBetween(lines[0], guest, before[index], after[index]);
				}
			}
		},
	);

	test('raw counters of paused guests are those of the second client to the digit, and their rates 0', async () => {
		await Promise.all(guests.map((guest) => guest.monitor.ask('stop')));
		try {
			const witnessed = await witnessAll();
			const [line] = await report(['-c', lab.uri, '-n', '1', '-d', '2']);
			for (const [index, guest] of guests.entries()) {
				expect(rowOf(line, guest)).toMatchObject({name: guest.options.name, state: 'paused'});
				for (const disk of diskNames) {
					expect(diskOf(line, guest, disk)).toMatchObject({
						...witnessed[index]?.disks[disk],
						readBytesPerSecond: 0,
						writeBytesPerSecond: 0,
					});
				}
			}
		} finally {
			await Promise.all(guests.map((guest) => guest.monitor.ask('cont')));
		}
	});

	test('rates are what the counters say within 1 %, and what was asked for within 5 % over 30 s', async () => {
		const witnessed = guests.map((): Witnessed[] => []);
		const readAll = async () => {
			for (const [index, guest] of guests.entries()) {
				witnessed[index]?.push(await witness(guest));
			}
		};
		const finished = new AbortController();
		const witnessing = (async () => {
			while (!finished.signal.aborted) {
				await readAll();
				await setTimeout(100);
			}
		})();
		const running = watch(['-c', lab.uri, '-d', '2']);
		try {
			const lines = await running.next(17);
			await running.stop();
			await setTimeout(100);
			await readAll();
			for (const [index, guest] of guests.entries()) {
				checkRates(lines, guest, witnessed[index] ?? []);
				checkWitnessed(lines, guest, witnessed[index] ?? []);
			}
		} finally {
			finished.abort();
			await witnessing;
		}
	});
});
