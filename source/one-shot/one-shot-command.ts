import type {Command} from '../options/command.ts';

/** A command that answers once. */
export type OneShotCommand = Extract<Command, {readonly domain: string}>;
