/** ASCII, Latin, Greek and Cyrillic letters, domtop's own typography, lines, blocks, and characters of private use. */
const narrow = String.raw`\u0020-\u007E\u00A1-\u00A8\u00AA-\u00AC\u00AF-\u02FF\u0370-\u0377\u037B-\u037F\u0384-\u038A\u0391-\u03A1\u03A3-\u0482\u048A-\u052F\u2013\u2014\u2018-\u201D\u2026\u203A\u2190-\u2193\u2264\u2265\u2500-\u259F\u25B4\u25BE\uE000-\uF8FF`;

/** Kana, Chinese characters, syllables of Hangul, full-width forms: two columns each. */
const wide = String.raw`\u3041-\u3096\u30A1-\u30FA\u30FC\u4E00-\u9FA5\uAC00-\uD7A3\uFF01-\uFF60`;

const narrowText = new RegExp(`^[${narrow}]*$`);
const steadyText = new RegExp(`^[${narrow}${wide}]*$`);

/** Whether each code unit of a text is a letter of one terminal column. False: it may still be so. */
export const isNarrow = (text: string): boolean => narrowText.test(text);

/** Whether each code unit of a text is a letter that joins with no other, and of whose width there is no doubt. */
export const isSteady = (text: string): boolean => steadyText.test(text);
