import type {DefaultAddress} from '../driver/address.ts';
import type {Command} from './command.ts';
import {mergeWritten, writtenOptions} from './command-line.ts';
import {readConfigFile} from './config-file.ts';
import {distrustNote} from './distrust-note.ts';
import {configPlace, isDumb, isUtf8, type Variables, wantsColor} from './environment.ts';
import {defaultAddress} from './libvirt-config/default-address.ts';
import {readLibvirtConfig} from './libvirt-config/read-libvirt-config.ts';
import {mayBeAlias} from './libvirt-config/spelled-out.ts';
import {type Options, parseOptions} from './options.ts';

/** What the program was called for. */
export type Invocation = {
	readonly options: Options;
	/** What the program really does: `options.command`, or another output where a screen is not possible. */
	readonly command: Command;
	/** Path of the config file. Empty: there is no place for the file. */
	readonly config: string;
	/** One line on what of the environment is not used. Undefined: all is used. */
	readonly note?: string;
	/** The default address, asked beside the hypervisors found here. Undefined: not given, or the person said where to look. */
	readonly preset?: DefaultAddress;
	/** One sentence on why the default address or libvirt.conf is not used. Undefined: both are used, or do not exist. */
	readonly presetTrouble?: string;
};

/** A terminal that cannot move its cursor gets lines of text. An output that is no terminal gets one frame. */
const settle = (command: Command, isTerminal: boolean, isDumbTerminal: boolean): Command => {
	if (command.name !== 'screen') {
		return command;
	}

	return isTerminal ? (isDumbTerminal ? {name: 'text'} : command) : {name: 'frame', columns: 80, rows: 24};
};

/**
Puts command line, environment and config file together.
@param argv without the program's name.
@param user effective user id.
@param isTerminal whether the output is a terminal.
@throws UsageError with one line of advice.
*/
export const readInvocation = async (
	argv: readonly string[],
	env: Variables,
	user: number,
	isTerminal: boolean,
): Promise<Invocation> => {
	const {written, input} = writtenOptions(argv);
	const config = configPlace(env)?.path ?? '';
	// Help does not depend on the config file: a person may need the help to mend the file.
	const asksHelp = written.has('help') || written.has('version');
	const file = asksHelp ? new Map() : await readConfigFile(config, user);
	const merged = mergeWritten(file, written);
	const asked = merged.get('connect')?.values ?? [];
	const needsLibvirt = !asksHelp && (asked.length === 0 || asked.some((one) => mayBeAlias(String(one))));
	const libvirt = needsLibvirt ? await readLibvirtConfig(env, user) : undefined;
	const parsed = parseOptions(merged, input, libvirt);
	const {preset, trouble} = libvirt && asked.length === 0 ? defaultAddress(env, libvirt) : {};
	const options = {
		...parsed,
		ascii: parsed.ascii || !isUtf8(env),
		color: parsed.color && wantsColor(env),
	};
	const note = distrustNote(env, user);
	return {
		options,
		command: settle(options.command, isTerminal, isDumb(env)),
		config,
		...(note === undefined ? {} : {note}),
		...(preset === undefined ? {} : {preset}),
		...(trouble === undefined ? {} : {presetTrouble: trouble}),
	};
};
