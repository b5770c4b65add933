import {isInstalled} from '../../labs/find-command.ts';
import type {BenchWorld, Figure, Row} from '../figure.ts';
import {inTerminal} from '../in-terminal.ts';
import {inTurn} from '../in-turn.ts';
import {runWhole} from '../run-whole.ts';

const measure = async ({domtop, cache, quick}: BenchWorld): Promise<readonly Figure[]> => {
	const runs = quick ? 3 : 9;
	const frame = async (command: readonly string[], sign: RegExp): Promise<number> =>
		(await inTerminal(command, sign, 0, cache)).firstFrame;
	const hasTop = isInstalled('top', process.env);
	const [table = 0, top = 0] = await inTurn(runs, [
		() => frame([...domtop, '-c', 'test:///10x4'], /vm-0+/),
		...(hasTop ? [() => frame(['top'], /PID/)] : []),
	]);
	const hasVirsh = isInstalled('virsh', process.env);
	const delay = 0.1;
	const cpu = async (command: readonly string[]): Promise<number> => (await runWhole(command, cache)).cpu;
	const [json = 0, oneShot = 0, virsh = 0] = await inTurn(runs, [
		() => cpu([...domtop, '-c', 'test:///10x4', '--json', '-n', '1', '-d', String(delay)]),
		() => cpu([...domtop, '-c', 'test:///10x4', 'domblkstat', 'vm-0001']),
		...(hasVirsh ? [() => cpu(['virsh', '-c', 'test:///default', 'domstats', '--raw'])] : []),
	]);
	const peer = hasVirsh ? {name: 'virsh', value: virsh} : undefined;
	return [
		{
			what: 'from exec to the first row of the table, wall',
			unit: 'ms',
			value: table,
			peer: hasTop ? {name: 'top', value: top} : undefined,
			aim: {ratio: 2},
		},
		{what: 'first JSON sample, CPU', unit: 'ms', value: json, peer, aim: {most: 150}},
		{what: 'domblkstat, CPU', unit: 'ms', value: oneShot, peer},
	];
};

/** How soon the program has something to show. */
export const firstOutput: Row = {name: 'first', about: 'start, 10 domains × 4 disks', measure};
