import {type OptionEntry, optionTable} from './option-table.ts';

const optionLine = ({name, short, value, help, showsFallback, fallback}: OptionEntry): string => {
	const flag = `${short ? `-${short}, ` : '    '}--${name}${value ? ` <${value}>` : ''}`;
	return `  ${flag.padEnd(30)} ${help}${showsFallback ? ` (${fallback})` : ''}`;
};

/** The text of `--help`. */
export const helpText = (): string =>
	[
		'domtop: top for virtual machines',
		'',
		'Usage',
		'  domtop [options]                                    the live table; into a pipe: one plain frame',
		'  domtop dommemstat <domain> [--period <seconds>]     memory statistics, as virsh prints them',
		'  domtop domblkstat <domain> [disk]                   counters of all disks, or of one disk',
		'  domtop domifstat <domain> <nic>                     counters of a NIC',
		'',
		'Options',
		...optionTable.map(optionLine),
		'',
		'Exit codes',
		'  0 done   1 nothing could be read, or no such domain   2 wrong usage   70 a defect of domtop',
		'  129, 130, 143 ended by a hang-up, ^C or a termination signal',
		'',
		'? shows the keys. All options but the output options may stand in $XDG_CONFIG_HOME/domtop/config.json.',
	].join('\n');
