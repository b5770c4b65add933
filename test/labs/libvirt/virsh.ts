import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import type {Command} from './namespace.ts';

/** Runs a command to its end. Resolves to its output; rejects with its errors if it failed or took a minute. */
export type Run = (...command: Command) => Promise<string>;

/** @param enter wraps a command so that it runs where the lab is. */
export const runner =
	(enter: (command: Command) => Command): Run =>
	async (...command) => {
		const [file = '', ...parameters] = enter(command);
		const {stdout} = await promisify(execFile)(file, parameters, {
			// The PATH of some root users does not include the daemons.
			env: {PATH: `${process.env.PATH}:/usr/sbin:/sbin`, LC_ALL: 'C'},
			timeout: 60_000,
			killSignal: 'SIGKILL',
		});
		return stdout;
	};

/** The usual address of the monolithic daemon's QEMU driver. */
export const system = 'qemu:///system';

/** virsh, the witness with which domtop is compared. */
export type Virsh = {
	/** Runs one command of virsh; resolves to its output. */
	readonly ask: Run;
	/** `domstats` of all domains: statistics by the domain's name. */
	readonly stats: (...parameters: readonly string[]) => Promise<ReadonlyMap<string, Stats>>;
};

/** Statistics of one domain from `domstats`, by parameter: `block.0.rd.bytes`. */
export type Stats = ReadonlyMap<string, string>;

const parseStats = (text: string): ReadonlyMap<string, Stats> =>
	new Map(
		text
			.split('\n\n')
			.map((block) => block.trim().split('\n'))
			.map(
				([title = '', ...lines]) =>
					[
						/^Domain: '(.*)'$/.exec(title)?.[1] ?? '',
						new Map(
							lines.map((line) => {
								const [, name = '', value = ''] = /^\s*([^=]+)=(.*)$/.exec(line) ?? [];
								return [name, value];
							}),
						),
					] as const,
			)
			.filter(([name]) => name !== ''),
	);

export const openVirsh = (run: Run, uri = system): Virsh => {
	const ask: Run = (...parameters) => run('virsh', '-q', '-c', uri, ...parameters);
	return {ask, stats: async (...parameters) => parseStats(await ask('domstats', ...parameters))};
};
