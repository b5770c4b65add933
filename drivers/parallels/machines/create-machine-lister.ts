import {DriverError} from '../../../source/driver-error.ts';
import {orAborted} from '../../../source/or-aborted.ts';
import {underSignals} from '../../../source/under-signals.ts';
import type {PrlctlWorld} from '../transport/prlctl-child.ts';
import {prlctlTrouble} from '../transport/prlctl-trouble.ts';
import {createTurns} from './create-turns.ts';
import {parseLongList} from './long-list.ts';
import type {Machine} from './machine.ts';
import type {MachineLister} from './machine-lister.ts';
import {endedByUs, type PrlctlCommand, type PrlctlOutput, runPrlctl} from './run-prlctl.ts';
import {parseShortList} from './short-list.ts';
import {parseShortText} from './short-text.ts';

/** `ip` may ask every guest, for a minute each; these ask none. */
const shortWords = ['list', '-a', '-o', 'uuid,status,type,name'] as const;

const shortText: PrlctlCommand = {words: shortWords, deadline: 5};
const shortJson: PrlctlCommand = {words: [...shortWords, '-j'], deadline: 5};
/** Took 35 s on hosts of its time (commit fde37252 of prl-disp-service). */
const longJson: PrlctlCommand = {words: ['list', '-a', '-i', '-j'], deadline: 60};

const isWell = ({text, end}: PrlctlOutput): boolean =>
	end.status === 0 && (text.trim() !== '' || end.words.length === 0);

/** Prints how it is used where it does not know an option. */
const isUsage = ({text, end}: PrlctlOutput): boolean => end.status === 1 && text.trim() !== '';

/** What asks for the machines of this host: at most one short list and one long one at a time, as a long one may take a minute. */
export const createMachineLister = (world: PrlctlWorld): MachineLister => {
	const closing = new AbortController();
	const inShortTurn = createTurns();
	const inLongTurn = createTurns();
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
		inTurn: typeof inShortTurn,
		job: (signal: AbortSignal) => Promise<readonly Machine[]>,
		signal: AbortSignal,
	): Promise<readonly Machine[]> => {
		const answer = inTurn(() => underSignals([signal, closing.signal], job));
		// Nobody waits beyond the signal, neither for its turn nor for the end of what it stops.
		answer.catch(() => {});
		await orAborted(answer, signal);
		if (signal.aborted) {
			throw endedByUs();
		}

		return answer;
	};

	return {
		short: (signal) => ask(inShortTurn, readShort, signal),
		long: (signal) =>
			ask(inLongTurn, async (both) => parsed(await runPrlctl(world, longJson, both), parseLongList), signal),
		close: async () => {
			closing.abort();
			await Promise.all([inShortTurn, inLongTurn].map((inTurn) => inTurn(async () => {})));
		},
	};
};
