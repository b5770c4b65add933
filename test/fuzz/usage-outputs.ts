import {csvHeader} from '../../source/batch/csv-format.ts';
import type {PageName} from '../../source/columns/column.ts';
import {columns, pageNames} from '../../source/columns/columns.ts';
import {DriverError} from '../../source/driver/driver-error.ts';
import type {Sample} from '../../source/model/sample.ts';
import {diskLines} from '../../source/one-shot/disk-lines.ts';
import {findDisks} from '../../source/one-shot/find-disks.ts';
import {memoryLines} from '../../source/one-shot/memory-lines.ts';
import {nicLines} from '../../source/one-shot/nic-lines.ts';
import type {DomainUsage} from '../../source/usage/domain-usage.ts';
import {type Usage, usageOf} from '../../source/usage/usage.ts';
import {batchLines} from '../helpers/batch-lines.ts';
import {parseCsv} from '../helpers/parse-csv.ts';
import {plainOf} from '../helpers/plain-of.ts';
import {aReading, momentAt} from '../helpers/sample-builder.ts';
import {someOptions} from '../helpers/some-options.ts';
import {attempt} from './campaign.ts';
import type {Chance} from './chance.ts';
import {type Fault, fault} from './fault.ts';
import {controlFaults, lineFaults, valueFaults} from './text-faults.ts';

/** Every text in a value. */
export const textsIn = (value: unknown): readonly string[] => textsInPlain(plainOf(value));

const textsInPlain = (value: unknown): readonly string[] =>
	typeof value === 'string'
		? [value]
		: typeof value === 'object' && value !== null
			? Object.values(value).flatMap(textsInPlain)
			: [];

/** Refreshes of one connection, a second apart. */
export const usageFrom = (samples: readonly Sample[]): Usage => {
	let usage: Usage | undefined;
	for (const [index, sample] of samples.entries()) {
		usage = usageOf(usage, [aReading(sample)], momentAt(sample.host.at + index));
	}

	if (!usage) {
		throw new Error('Give at least one sample.');
	}

	return usage;
};

const number = /^(?:\d+(?:\.\d+)?(?:e[+-]?\d+)?)?$/;

const csvFaults = (usage: Usage, page: PageName): readonly Fault[] => {
	const lines = [csvHeader(page, undefined), ...batchLines('csv', usage, someOptions({page}))];
	const rows = parseCsv(lines.map((line) => `${line}\r\n`).join(''));
	const isNumber = ['text', ...columns[page].map(({kind}) => kind)].map((kind) => kind !== 'text');
	return rows
		.slice(1)
		.flatMap((row) =>
			row.flatMap((cell, place) => [
				...controlFaults(cell, 'CSV'),
				...(isNumber[place] && !number.test(cell)
					? [fault('number', `CSV: ${rows[0]?.[place]} is ${cell}`)]
					: []),
			]),
		);
};

const oneShotFaults = (usage: Usage, found: DomainUsage, given: readonly string[]): readonly Fault[] => {
	const lines = [
		() => memoryLines(found.domain.memory),
		() => diskLines('', findDisks(found, undefined, usage.problems)),
		() => diskLines('', findDisks(found, found.disks?.[0]?.disk.name, usage.problems)),
		() => nicLines(found, found.nics?.[0]?.nic.name ?? ''),
	].flatMap((make) => {
		const made = attempt([DriverError], make);
		return 'value' in made ? made.value : [];
	});
	return lineFaults(lines, 'one-shot', given);
};

/** JSON, and CSV, text and one-shots of a page that chance picks: what of it no reader should see. */
export const outputFaults = (chance: Chance, usage: Usage): readonly Fault[] => {
	const given = textsIn([usage.domains.map(({domain}) => domain), usage.problems, usage.hosts]);
	const page = chance.pick(pageNames);
	const ascii = chance.happens(0.2);
	const [json = ''] = batchLines('json', usage, someOptions());
	const [found] = usage.domains;
	return [
		...valueFaults(JSON.parse(json), 'JSON'),
		...controlFaults(json, 'JSON text'),
		...csvFaults(usage, page),
		...lineFaults(batchLines('text', usage, someOptions({page, ascii})), 'text', given),
		...(found ? oneShotFaults(usage, found, given) : []),
	];
};
