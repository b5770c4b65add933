import {appendFileSync, readFileSync} from 'node:fs';
import {join} from 'node:path';

/** A machine of the stand-in's host. */
export type StandInMachine = {
	/** Lower case, without braces. */
	readonly uuid: string;
	readonly name: string;
	readonly type: 'VM' | 'CT';
	/** prlctl's word: running, stopped, suspended, paused, … Only a running one has events. */
	readonly status: string;
	/** By name, in the order they are printed: what it was at `since`, and a text as it is. */
	readonly counters: Readonly<Record<string, number | string>>;
	/** By name, how much a counter grows in a second; absent: it stands still. */
	readonly perSecond?: Readonly<Record<string, number>>;
	/** Monotonic milliseconds of the machine (process.hrtime) from which they grow. */
	readonly since: number;
	/** Is it printed where the filter lets it: 48 lines without a colon. A stopped one then prints nothing else. */
	readonly classful?: boolean;
	/** Its record of `list -i -j` below ID, Name, Type and State, as it is. */
	readonly details?: Readonly<Record<string, unknown>>;
};

/** How the stand-in behaves, whatever it is asked; the file is read again for every event. */
export type StandInState = {
	/** Milliseconds from event to event: 1000 of the real one. */
	readonly interval: number;
	/** Milliseconds from change to change: 10,000 of the real one, 0: every event has new values. */
	readonly updateInterval: number;
	/** Events printed at once. */
	readonly storm: number;
	/** Milliseconds before a list is printed. */
	readonly listDelay: number;
	/** How it starts. `silent`: subscribed, but no event ever comes. `frozen` is status 254, `odd` one nobody knows. */
	readonly start: 'well' | 'service down' | 'login refused' | 'access denied' | 'silent' | 'frozen' | 'odd';
	/** Those that run fall silent and stay, as after the dispatcher's death. */
	readonly isHung: boolean;
	/** What does not end it, though it would end the real one. */
	readonly ignores: readonly ('end of input' | 'SIGTERM')[];
	/** false: an old one, without -j. */
	readonly knowsJson: boolean;
	/** Escapes nothing in JSON, as older ones; otherwise all but the rarer control characters. */
	readonly escapesNothing: boolean;
	/** Printed in place of a list. */
	readonly listText?: string;
	/** Printed on standard error by all of them, after the warning. */
	readonly complaint?: string;
	readonly machines: readonly StandInMachine[];
};

/** One start of it, or one end. */
export type StandInCall = {
	readonly pid: number;
	readonly arguments: readonly string[];
	/** Its LC_ALL. */
	readonly locale?: string;
	/** Was it started under `stdbuf -oL`? */
	readonly isLineBuffered: boolean;
	/** Why it ended; absent: this is its start. `gone` is missing where it was killed. */
	readonly ended?: string;
};

const stateFile = 'world.json';
const callsFile = 'calls.jsonl';

export const statePath = (folder: string): string => join(folder, stateFile);
export const callsPath = (folder: string): string => join(folder, callsFile);

/** Whoever writes it renames a whole file to this name. */
export const readState = (folder: string): StandInState =>
	JSON.parse(readFileSync(statePath(folder), 'utf8')) as StandInState;

export const noteCall = (folder: string, call: StandInCall): void =>
	appendFileSync(callsPath(folder), `${JSON.stringify(call)}\n`);
