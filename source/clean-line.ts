import {cleanText} from './clean-text.ts';

/** What is said to a person, as one line that no terminal obeys, whoever chose the words in it; nothing of it is cut. */
export const cleanLine = (text: string): string => cleanText(text, text.length);
