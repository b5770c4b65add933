/** How a whole line is shown; each style also has a sign in its text, or says nothing that the text does not. */
export type LineStyle = 'plain' | 'heading' | 'selected' | 'old' | 'problem' | 'dim';

/** One line of a body, not yet cut to the width. */
export type TextLine = {readonly text: string; readonly style: LineStyle};
