import {UsageError} from '../driver/usage-error.ts';
import type {OptionReader} from './option-reader.ts';

/** What the program does. */
export type Command =
	| {readonly name: 'screen'}
	| {readonly name: 'text'}
	| {readonly name: 'json'}
	| {readonly name: 'csv'}
	| {readonly name: 'help'}
	| {readonly name: 'version'}
	| {readonly name: 'frame'; readonly columns: number; readonly rows: number}
	| {readonly name: 'dommemstat'; readonly domain: string; readonly period: number | undefined}
	| {readonly name: 'domblkstat'; readonly domain: string; readonly device: string | undefined}
	| {readonly name: 'domifstat'; readonly domain: string; readonly device: string};

const oneShots = ['dommemstat', 'domblkstat', 'domifstat'];

/**
The command that the words and the options ask for.
@param input the words that are no flags.
@throws UsageError with one line of advice.
*/
export const commandOf = (input: readonly string[], {text, value}: OptionReader): Command => {
	if (value('help') || value('version')) {
		return {name: value('help') ? 'help' : 'version'};
	}

	const [name, domain, device, ...more] = input;
	if (text('period') !== undefined && name !== 'dommemstat') {
		throw new UsageError(
			'--period goes with dommemstat. Use --balloon-period to set it when a guest is first seen.',
		);
	}

	const outputs = (['batch', 'json', 'csv', 'frame'] as const).filter((output) =>
		output === 'frame' ? text(output) !== undefined : value(output),
	);
	if (outputs.length > 1) {
		throw new UsageError(`--${outputs.join(' and --')} exclude each other. Give one of them.`);
	}

	if (name === undefined) {
		const size = value('frame');
		if (size !== undefined) {
			return {name: 'frame', ...size};
		}

		return {name: value('json') ? 'json' : value('csv') ? 'csv' : value('batch') ? 'text' : 'screen'};
	}

	if (!oneShots.includes(name)) {
		throw new UsageError(
			`There is no command ${JSON.stringify(name)}. The commands are ${oneShots.join(', ')}; to show some domains only, use --filter.`,
		);
	}

	if (outputs.length > 0) {
		throw new UsageError(`--${outputs[0]} does not go with ${name}. Leave it out.`);
	}

	if (domain === undefined || more.length > 0 || (device !== undefined && name === 'dommemstat')) {
		const rest = {dommemstat: '[--period <seconds>]', domblkstat: '[disk]', domifstat: '<nic>'}[name];
		throw new UsageError(`${name} takes a domain. Write domtop ${name} <domain> ${rest}.`);
	}

	if (name === 'dommemstat') {
		return {name, domain, period: value('period')};
	}

	if (name === 'domblkstat') {
		return {name, domain, device};
	}

	if (device === undefined) {
		throw new UsageError('domifstat takes a domain and a NIC. Write domtop domifstat <domain> <nic>.');
	}

	return {name: 'domifstat', domain, device};
};
