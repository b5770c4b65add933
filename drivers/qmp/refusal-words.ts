import {cleanText} from '../../source/clean-text.ts';
import type {QmpRefusal} from './qmp-refusal.ts';

const longest = 200;

/** What the peer said, fit to be shown in a sentence: without its full stop, and not endless. */
export const refusalWords = ({message}: QmpRefusal): string =>
	cleanText(message.length > longest ? `${message.slice(0, longest)}…` : message).replace(/\.$/, '');
