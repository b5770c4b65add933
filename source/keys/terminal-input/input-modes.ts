/** A text to write to a terminal, and the text that undoes it. */
export type Switch = {readonly on: string; readonly off: string};

/**
Switches bracketed paste on. Switches reports of mouse (9, 1000 to 1006, 1015, 1016) and focus (1004) off that another
program left on. Terminals ignore private modes that they do not know. Both texts may be written on either screen.
*/
export const inputModes: Switch = {
	on: '\u001B[?9;1000;1001;1002;1003;1004;1005;1006;1015;1016l\u001B[?2004h',
	off: '\u001B[?2004l',
};

/**
Makes keys come in their old form. xterm's modifyOtherKeys goes back to the person's setting; kitty's protocol gets an
entry without flags, which `off` takes away again. Kitty keeps these entries for each screen, so both texts have to be
written on the alternate screen.

@param terminal value of TERM. The Linux console has neither protocol, and printed the sequences until Linux 5.
*/
export const keyProtocols = (terminal = ''): Switch =>
	terminal.startsWith('linux') ? {on: '', off: ''} : {on: '\u001B[>4m\u001B[m\u001B[>0u', off: '\u001B[<u'};
