const csi = '\u001B[';

/** The terminal's own look, without colour, bold, dim and inverse. */
export const plainLook = `${csi}m`;

/** Synchronised output: the terminal shows at once what is written between the two texts. */
export const beginUpdate = `${csi}?2026h`;
export const endUpdate = `${csi}?2026l`;

/**
Enters the alternate screen; the content of the main screen comes back when it is left. It is entered once: some terminals
save the cursor again.
*/
export const enterScreen = `${csi}?1049h`;

/**
No cursor, and no wrapping: where a terminal and a width table disagree about a character, that row loses one column, and no
other row changes. The modes are set again with each whole frame, since other programs change these modes.
*/
export const screenModes = `${csi}?25l${csi}?7l`;

/** Erases the screen, and puts the cursor at its first place. */
export const emptyScreen = `${csi}m${csi}H${csi}2J`;

/**
Undoes these modes, whatever was being written. The escape ends a sequence that was cut short. An open update is ended
first, since nothing after it would be shown. The alternate screen is left empty: otherwise an alternate screen that grew
meanwhile goes into tmux' history.
*/
export const restoredModes = `${endUpdate}${emptyScreen}${csi}?7h${csi}?25h${csi}?1049l`;
