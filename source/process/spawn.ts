import type {ChildProcessWithoutNullStreams, SpawnOptionsWithoutStdio} from 'node:child_process';

/** Starts a child command with three pipes; given to drivers so that tests can stand in for the command. */
export type Spawn = (
	command: string,
	arguments_: readonly string[],
	options?: SpawnOptionsWithoutStdio,
) => ChildProcessWithoutNullStreams;
