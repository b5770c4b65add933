import {UsageError} from '../driver/usage-error.ts';
import {type Command, commandOf} from './command.ts';
import type {LibvirtConfig} from './libvirt-config/read-libvirt-config.ts';
import {createOptionReader} from './option-reader.ts';
import {type OptionName, optionTable, type TableEntry, type ValueOf} from './option-table.ts';
import type {Written} from './written.ts';

/** Each option of the table that has a field, under the name of the field. */
type Fields = {
	readonly [Entry in TableEntry as Entry extends {readonly field: infer Field extends string}
		? Field
		: never]: ValueOf<Entry>;
};

/** Everything a person said, checked. */
export type Options = Fields & {readonly command: Command};

/**
@param written what the config file and the flags say; flags take precedence over the file.
@param input the words that are no flags.
@param libvirt the configuration that has the aliases of addresses. Undefined: there are no aliases.
@throws UsageError with one line of advice.
*/
export const parseOptions = (
	written: Written,
	input: readonly string[],
	libvirt: LibvirtConfig = {path: '', aliases: new Map()},
): Options => {
	const reader = createOptionReader(written, libvirt);
	const {value} = reader;
	const command = commandOf(input, reader);
	// If several options are wrong, the page is told first: names of columns depend on the page.
	value('view');
	const setsPeriod =
		value('balloon-period') !== undefined || (command.name === 'dommemstat' && command.period !== undefined);
	if (value('read-only') && setsPeriod) {
		const origin = written.get('read-only')?.origin ?? '--read-only';
		const advice = origin.startsWith('--') ? 'Leave out one of the two.' : 'Add --no-read-only to set it.';
		throw new UsageError(`${origin} forbids to set a period. ${advice}`);
	}

	const fields = Object.fromEntries(
		optionTable.flatMap(({name, field}) =>
			field === undefined ? [] : [[field, value(name as OptionName)] as const],
		),
	);
	return {...(fields as Fields), command};
};
