import {qemuDriver} from '../../../drivers/qemu/driver.ts';
import {parseAddress} from '../../../source/driver/address.ts';
import {type ContractSubject, describeContract} from '../../helpers/contract.ts';
import {pids} from './captured-host.ts';
import {createCapturedWorld} from './captured-world.ts';
import type {FakeQemu} from './fake-qemu.ts';
import type {Message} from './recording.ts';

/** Adds to every counter of query-blockstats. */
const moved = (reply: Message, steps: number): Message => ({
	...reply,
	return: (reply.return as {stats: Record<string, unknown>}[]).map((entry) => ({
		...entry,
		stats: Object.fromEntries(
			Object.entries(entry.stats).map(([key, value]) => [
				key,
				typeof value === 'number' ? value + steps : value,
			]),
		),
	})),
});

describeContract('qmp: on captured guests', async (): Promise<ContractSubject> => {
	const {host, clock, options, start} = createCapturedWorld();
	const guests = {
		qa: await start('qa'),
		qn: await start('qn'),
		qanon: await start('qanon'),
		qb: await start('qb'),
		comma: await start('comma'),
	};
	const all: readonly FakeQemu[] = Object.values(guests);
	let steps = 0;
	for (const guest of all) {
		guest.change('query-blockstats', (reply) => moved(reply, steps));
	}

	return {
		driver: qemuDriver,
		address: parseAddress('qmp:'),
		options,
		world: {
			advance: (seconds) => {
				clock.shift(seconds);
				steps += 1;
				const stat = host.captured(`/proc/${pids.qa}/stat`).split(' ');
				stat[13] = String(Number(stat[13]) + steps);
				host.write(`/proc/${pids.qa}/stat`, stat.join(' '));
			},
			breakOneDomain: () => {
				guests.qb.hush();
				return '0f14d0ab-9605-4a62-a9e4-5ed26688389b';
			},
			silence: () => {
				for (const guest of all) {
					guest.hush();
				}
			},
		},
	};
});
