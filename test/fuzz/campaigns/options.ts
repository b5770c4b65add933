import {exitCodeOf} from '../../../source/app/exit-code.ts';
import {UsageError} from '../../../source/driver/usage-error.ts';
import {mergeWritten, writtenOptions} from '../../../source/options/command-line.ts';
import {optionTable} from '../../../source/options/option-table.ts';
import {parseOptions} from '../../../source/options/options.ts';
import {attempt, type Campaign} from '../campaign.ts';
import type {Chance} from '../chance.ts';
import {type Fault, fault} from '../fault.ts';
import {madeUri} from '../made-uri.ts';
import {oddNumberText, oddText} from '../odd-values.ts';
import {controlFaults, numberFaults} from '../text-faults.ts';

/** The kernel takes no longer argument. */
const sizeLimit = 128 * 1024;

const words = [
	'dommemstat',
	'domblkstat',
	'domifstat',
	'web1',
	'disks',
	'cpu,mem',
	'80x24',
	'512',
	'--',
	'-',
];

const someFlag = (chance: Chance): string => {
	const {name, short} = chance.pick(optionTable);
	const flag = chance.happens(0.3) && short ? `-${short}` : `--${name}`;
	return chance.pick([
		flag,
		flag,
		`--no-${name}`,
		`${flag}.${chance.pick(['x', 'a', '__proto__', 'constructor', '0', ''])}`,
		`${flag}.constructor.prototype.x`,
		`--${oddText(chance, 5)}`,
		`-${oddText(chance, 3)}`,
	]);
};

const someWord = (chance: Chance): string => {
	const value = chance.pick([
		() => oddNumberText(chance),
		() => oddText(chance),
		() => madeUri(chance),
		() => chance.pick(words),
	])();
	const kind = chance.unit();
	return kind < 0.5 ? someFlag(chance) : kind < 0.75 ? `${someFlag(chance)}=${value}` : value;
};

/** What is printed where a command line is refused. */
export const refusalFaults = (error: Error): readonly Fault[] => {
	let printed = '';
	const code = exitCodeOf(error, (text) => {
		printed += text;
	});
	return [
		...controlFaults(printed.replace(/\n$/, ''), 'standard error'),
		...(code === 2 ? [] : [fault('wrong', `it exits with ${code}`)]),
	];
};

/** Words of a command line. */
export const options: Campaign = {
	name: 'options',
	round: 300,
	open: () => ({
		next: (chance) => {
			const size = chance.size(sizeLimit);
			const argv = Array.from({length: 1 + chance.below(7)}, () => someWord(chance));
			if (size > 1000) {
				argv.push(`${someFlag(chance)}=${oddText(chance, size)}`);
			}

			return {
				input: argv,
				check: () => {
					const parsed = attempt([UsageError], () => {
						const {written, input} = writtenOptions(argv);
						return parseOptions(mergeWritten(new Map(), written), input);
					});
					return 'error' in parsed
						? refusalFaults(parsed.error)
						: numberFaults(
								JSON.stringify([parsed.value.delay, parsed.value.iterations ?? 0]),
								'the options',
								[],
							);
				},
			};
		},
	}),
};
