/** What to write to a terminal, and what takes it back. */
export type Switch = {readonly on: string; readonly off: string};

/**
Bracketed paste is asked for; mouse (9, 1000 to 1006, 1015, 1016) and focus (1004) reports that another program left on
end. Terminals ignore private modes that they do not know. It may be written on either screen.
*/
export const inputModes: Switch = {
	on: '\u001B[?9;1000;1001;1002;1003;1004;1005;1006;1015;1016l\u001B[?2004h',
	off: '\u001B[?2004l',
};

/**
Keys come in their old form: xterm's modifyOtherKeys goes back to the person's setting, and kitty's protocol gets an
entry without flags, which is taken off again. Kitty keeps these entries for each screen, so both have to be written on
the alternate one.

@param terminal value of TERM. The Linux console, which has neither, printed such sequences until Linux 5.
*/
export const keyProtocols = (terminal = ''): Switch =>
	terminal.startsWith('linux') ? {on: '', off: ''} : {on: '\u001B[>4m\u001B[m\u001B[>0u', off: '\u001B[<u'};
