/** How a whole line is shown. Each style has a sign in the text too, or says nothing that the text does not say. */
export type LineStyle = 'plain' | 'heading' | 'selected' | 'old' | 'problem' | 'dim';

/** One line of a body, not yet cut to the width. */
export type TextLine = {readonly text: string; readonly style: LineStyle};
