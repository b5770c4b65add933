import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import type {Command} from './namespace.ts';

/** Runs a command to its end; resolves to what it printed, and rejects with what it said where it failed or took a minute. */
export type Run = (...command: Command) => Promise<string>;

/** @param enter the command that runs another one where the lab is. */
export const runner =
	(enter: (command: Command) => Command): Run =>
	async (...command) => {
		const [file = '', ...parameters] = enter(command);
		const {stdout} = await promisify(execFile)(file, parameters, {
			// Not every root's path leads to the daemons.
			env: {PATH: `${process.env.PATH}:/usr/sbin:/sbin`, LC_ALL: 'C'},
			timeout: 60_000,
			killSignal: 'SIGKILL',
		});
		return stdout;
	};

/** The monolithic daemon's QEMU driver, as everybody calls it. */
export const system = 'qemu:///system';

/** virsh, the witness of all that is compared with. */
export type Virsh = {
	/** One command of it, as it prints it. */
	readonly ask: Run;
	/** `domstats` of all domains: by name, by parameter. */
	readonly stats: (...parameters: readonly string[]) => Promise<ReadonlyMap<string, Stats>>;
};

/** What `domstats` says of one domain, by parameter: `block.0.rd.bytes`. */
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
