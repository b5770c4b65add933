import {parseShortList} from '../../../drivers/parallels/machines/create-machine-lister.ts';
import {parseLongList} from '../../../drivers/parallels/machines/long-list.ts';
import type {Machine} from '../../../drivers/parallels/machines/machine.ts';
import {parseShortText} from '../../../drivers/parallels/machines/short-text.ts';
import {applyBlock} from '../../../drivers/parallels/mapping/apply-block.ts';
import {domainOfMachine} from '../../../drivers/parallels/mapping/domain.ts';
import type {MachineReading} from '../../../drivers/parallels/mapping/machine-reading.ts';
import type {Block} from '../../../drivers/parallels/statistics/block.ts';
import {createStatisticsParser} from '../../../drivers/parallels/statistics/statistics-parser.ts';
import type {Sample} from '../../../source/model/sample.ts';
import {printedFor} from '../../drivers/parallels/captured.ts';
import {capturedStatistics} from '../../drivers/parallels/statistics/captured-statistics.ts';
import {aSample} from '../../helpers/sample-builder.ts';
import {badValues} from '../../helpers/sample-rules.ts';
import type {Campaign} from '../campaign.ts';
import type {Chance} from '../chance.ts';
import {fault} from '../fault.ts';
import {mutateBytes, mutateText} from '../mutate-bytes.ts';
import {mutateValue} from '../mutate-value.ts';
import {outputFaults, usageFrom} from '../usage-outputs.ts';

const sizeLimit = 10_000_000;
/** Machines whose domains are looked at; more are only parsed. */
const shownLimit = 200;

const parsers = [parseLongList, parseShortList, parseShortText];

const machinesOf = (text: string): readonly Machine[] =>
	parsers.map((parse) => parse(text) ?? []).sort((one, other) => other.length - one.length)[0] ?? [];

/** All blocks of the statistics of each machine, in the order in which they came. */
const readingsOf = (statistics: readonly Buffer[]): ReadonlyMap<string, MachineReading> => {
	const readings = new Map<string, MachineReading>();
	for (const [index, bytes] of statistics.entries()) {
		const arrival = {at: 100 + index, wall: 1e12 + index * 1000};
		const onBlock = (block: Block): void => {
			readings.set(block.uuid, applyBlock(readings.get(block.uuid), block, arrival));
		};
		const parser = createStatisticsParser({onBlock});
		parser.push(bytes, arrival);
		parser.pause();
	}

	return readings;
};

const sampleOf = (machines: readonly Machine[], statistics: readonly Buffer[]): Sample => {
	const readings = readingsOf(statistics);
	return aSample(
		machines
			.slice(0, shownLimit)
			.map((machine) => domainOfMachine(machine, readings.get(machine.uuid), {now: 101})),
	);
};

/** What prlctl lists and what its statistics say, made into domains and printed. */
export const prlctl: Campaign = {
	name: 'prlctl',
	round: 60,
	open: () => {
		const long = printedFor('list -i -j web1');
		const lists = [long, printedFor('list -a -j'), printedFor('list -a')];
		const someList = (chance: Chance): string => {
			const size = chance.size(sizeLimit);
			return chance.happens(0.5)
				? mutateText(chance, chance.pick(lists), size)
				: JSON.stringify(mutateValue(chance, JSON.parse(long)), undefined, '\t');
		};

		return {
			next: (chance) => {
				const list = someList(chance);
				const first = mutateBytes(chance, capturedStatistics, chance.size(sizeLimit));
				const statistics = [first, mutateBytes(chance, capturedStatistics)];
				return {
					input: {list, statistics: first.toString('latin1', 0, 400)},
					check: () => {
						const machines = machinesOf(list);
						const samples = statistics.map((_, index) => sampleOf(machines, statistics.slice(0, index + 1)));
						return [
							...samples.flatMap((sample) => badValues(sample)).map((text) => fault('number', text)),
							...(samples.some(({domains}) => domains.length > 0)
								? outputFaults(chance, usageFrom(samples))
								: []),
						];
					},
				};
			},
		};
	},
};
