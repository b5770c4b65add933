const csi = '\u001B[';

/** What is written between them is shown at once: synchronised output. */
export const beginUpdate = `${csi}?2026h`;
export const endUpdate = `${csi}?2026l`;

/** The alternate screen: what stood on the other one comes back with it. Entered once: some terminals save the cursor anew. */
export const enterScreen = `${csi}?1049h`;

/**
No cursor, and no wrapping: a terminal and a width table that disagree about a character cost its row one column, and
no other row anything. Set anew with each whole frame, since other programs change them.
*/
export const screenModes = `${csi}?25l${csi}?7l`;

/** Erased, and the cursor at its first place. */
export const emptyScreen = `${csi}m${csi}H${csi}2J`;

/**
Undoes them, whatever was being written: the escape ends a sequence that was cut short, and an update that was begun is
ended first, since what follows it would not be shown. Nothing is left on the alternate screen: one that grew meanwhile
goes into tmux' history otherwise.
*/
export const restoredModes = `${endUpdate}${emptyScreen}${csi}?7h${csi}?25h${csi}?1049l`;
