import {expect} from 'vitest';
import {builtProgram} from '../../helpers/built-program.ts';
import {type Stats, system} from '../libvirt/virsh.ts';
import {faultsOf} from '../rows.ts';
import {type Comparison, compareStill, sumOf} from './comparison.ts';
import type {World} from './world.ts';

/** The lines of a one-shot, without the size of the emulator's own memory, which moves. */
const linesOf = (text: string): readonly string[] =>
	text
		.trimEnd()
		.replace(/^rss \d+$/m, 'rss')
		.split('\n');

/** The one-shots that tell of a domain what `domstats` tells, of the first and the last of its disks and NICs. */
const oneShotsOf = (name: string, stats: Stats): readonly (readonly string[])[] => {
	const named = (kind: string): readonly string[] => {
		const names = [...stats].filter(([key]) => new RegExp(`^${kind}\\.\\d+\\.name$`).test(key));
		return names.map(([, value]) => value).filter((_, index, {length}) => index % (length - 1) === 0);
	};
	return [
		['dommemstat', name],
		...['', ...named('block')].map((disk) => ['domblkstat', name, ...(disk ? [disk] : [])]),
		...named('net').map((nic) => ['domifstat', name, nic]),
	];
};

/** What differs between domtop's one-shots and virsh's commands of the same names. */
const compareTexts = async ({run, virsh}: World, name: string, stats: Stats): Promise<readonly string[]> => {
	const different: string[] = [];
	for (const command of oneShotsOf(name, stats)) {
		const ours = linesOf(await run(...builtProgram(['-c', system, ...command])));
		const theirs = linesOf(await virsh.ask(...command));
		expect(ours.join('').trim(), command.join(' ')).not.toBe('');
		if (ours.join('\n') !== theirs.join('\n')) {
			different.push(`${command.join(' ')}: domtop ${JSON.stringify(ours)}, virsh ${JSON.stringify(theirs)}`);
		}
	}

	return different;
};

/**
Suspends all guests, and compares what domtop and virsh tell of these: each number, and the texts of the one-shots.
*/
export const compareSuspended = async (world: World, names: readonly string[]): Promise<Comparison> => {
	const {run, virsh} = world;
	for (const {name} of Object.values(world.guests)) {
		await virsh.ask('suspend', name);
	}

	try {
		// Otherwise the host asks the guests whether they are still there.
		await run('ip', 'neighbour', 'flush', 'all');
		const before = await virsh.stats();
		const [report] = await world.report(['-c', system, '--view', 'cpu', '-n', '1', '-d', '2']);
		const after = await virsh.stats();
		const comparisons: Comparison[] = [];
		for (const name of names) {
			const [row, first, last] = [
				report?.domains.find((domain) => domain.name === name),
				before.get(name),
				after.get(name),
			];
			if (row === undefined || first === undefined || last === undefined) {
				throw new Error(`${name} is not told by both.`);
			}

			expect(faultsOf(report ? [report] : [], {name, uuid: row.uuid ?? ''})).toEqual([]);
			comparisons.push(compareStill(row, first, last), {
				compared: 0,
				different: await compareTexts(world, name, first),
			});
		}

		return sumOf(comparisons);
	} finally {
		for (const {name} of Object.values(world.guests)) {
			await virsh.ask('resume', name);
		}
	}
};
