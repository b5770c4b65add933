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
	/** What is really done: `options.command`, but where there is no screen. */
	readonly command: Command;
	/** Path of the config file; empty: there is no place for one. */
	readonly config: string;
	/** One line on what of the environment is not used; absent: all is. */
	readonly note?: string;
	/** Asked beside what is found here; absent: nothing says so, or the person said where to look. */
	readonly preset?: DefaultAddress;
	/** Why the default address, or libvirt.conf, is not used, one sentence; absent: it is, or there is none. */
	readonly presetTrouble?: string;
};

/** A terminal that cannot move its cursor gets lines; what is no terminal gets one frame. */
const settle = (command: Command, isTerminal: boolean, isDumbTerminal: boolean): Command => {
	if (command.name !== 'screen') {
		return command;
	}

	return isTerminal ? (isDumbTerminal ? {name: 'text'} : command) : {name: 'frame', columns: 80, rows: 24};
};

/**
Command line, environment and config file, put together.
@param argv without the program's name.
@param user effective user id.
@param isTerminal is the output a terminal?
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
	// Help comes whatever the file says: it may be what tells how to mend it.
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
