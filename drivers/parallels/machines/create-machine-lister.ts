import {createLifetime} from '../../../source/async/lifetime.ts';
import {createLimit, type Limit} from '../../../source/async/limit.ts';
import {untilAborted} from '../../../source/async/wait.ts';
import {DriverError} from '../../../source/driver/driver-error.ts';
import type {ChildWorld} from '../../../source/process/child.ts';
import {prlctlTrouble} from '../transport/prlctl-trouble.ts';
import {readJsonEntries} from './json-entries.ts';
import {parseLongList} from './long-list.ts';
import type {Machine} from './machine.ts';
import type {MachineLister} from './machine-lister.ts';
import {readMachine, uniqueMachines} from './read-machine.ts';
import {endedByUs, type PrlctlCommand, type PrlctlOutput, runPrlctl} from './run-prlctl.ts';
import {parseShortText} from './short-text.ts';

/** Parses the output of `prlctl list -a -o uuid,status,type,name -j`. Undefined: it is no list. */
export const parseShortList = (text: string): readonly Machine[] | undefined => {
	const entries = readJsonEntries(text);
	return (
		entries &&
		uniqueMachines(
			entries.flatMap(({uuid, name, status, type}) => readMachine({uuid, name, status, type}) ?? []),
		)
	);
};

/** These fields ask no guest. The field `ip` may ask every guest, for a minute each. */
const shortParameters = ['list', '-a', '-o', 'uuid,status,type,name'] as const;

const shortText: PrlctlCommand = {parameters: shortParameters, timeoutSeconds: 5};
const shortJson: PrlctlCommand = {parameters: [...shortParameters, '-j'], timeoutSeconds: 5};
/** Took 35 s on hosts of its time (commit fde37252 of prl-disp-service). */
const longJson: PrlctlCommand = {parameters: ['list', '-a', '-i', '-j'], timeoutSeconds: 60};

const isWell = ({text, end}: PrlctlOutput): boolean =>
	end.status === 0 && (text.trim() !== '' || end.stderrLines.length === 0);

/** prlctl prints its usage when it does not know an option. */
const isUsage = ({text, end}: PrlctlOutput): boolean => end.status === 1 && text.trim() !== '';

/** Lists this host's machines, with at most one short and one long list at a time: a long list may take a minute. */
export const createMachineLister = (world: ChildWorld): MachineLister => {
	const lifetime = createLifetime();
	const shortLimit = createLimit(1);
	const longLimit = createLimit(1);
	let knowsJson = true;

	const failed = ({end}: PrlctlOutput): DriverError => {
		const {message, advice} = prlctlTrouble('prlctl list', end);
		return new DriverError(message, advice);
	};

	const parsed = (
		output: PrlctlOutput,
		parse: (text: string) => readonly Machine[] | undefined,
	): readonly Machine[] => {
		if (!isWell(output)) {
			throw failed(output);
		}

		const machines = parse(output.text);
		if (!machines) {
			throw new DriverError(
				'prlctl list printed what domtop does not understand.',
				'Try prlctl list -a -j by hand to see what it prints.',
			);
		}

		return machines;
	};

	const readShort = async (signal: AbortSignal): Promise<readonly Machine[]> => {
		if (knowsJson) {
			const output = await runPrlctl(world, shortJson, signal);
			if (!isUsage(output)) {
				return parsed(output, parseShortList);
			}
		}

		const machines = parsed(await runPrlctl(world, shortText, signal), parseShortText);
		knowsJson = false;
		return machines;
	};

	const ask = async (
		limit: Limit,
		job: (signal: AbortSignal) => Promise<readonly Machine[]>,
		signal: AbortSignal,
	): Promise<readonly Machine[]> => {
		const answer = limit(() => lifetime.run(signal, job));
		// The caller never waits beyond the signal: neither for its turn, nor for the end of the command that the signal stops.
		answer.catch(() => {});
		await untilAborted(answer, signal);
		if (signal.aborted) {
			throw endedByUs();
		}

		return answer;
	};

	return {
		short: (signal) => ask(shortLimit, readShort, signal),
		long: (signal) =>
			ask(longLimit, async (both) => parsed(await runPrlctl(world, longJson, both), parseLongList), signal),
		close: async () => {
			lifetime.end();
			await Promise.all([shortLimit, longLimit].map((limit) => limit(() => {})));
		},
	};
};
