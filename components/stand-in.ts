import {createContext, useContext} from 'react';
import {isSteady} from '../source/text/steady-letters.ts';
import {type Look, styledText} from './look.ts';

/** A part of a row, all of one look. */
export type Piece = {readonly text: string; readonly look: Look};

/** Takes a row as it shall stand on the terminal, and returns the short text that Ink draws in its place. */
export type StandIns = (row: string) => string;

/** Undefined: Ink draws each row itself, as for a frame that is no live screen. */
export const StandInContext = createContext<StandIns | undefined>(undefined);

const rowOf = (pieces: readonly Piece[]): string =>
	pieces
		.map(({text, look}) => styledText(text, look))
		.join('')
		.trimEnd();

/**
The text that stands for whole rows while Ink draws a frame, since Ink looks at each character of what it draws several
times. Undefined: Ink has to draw the rows itself, as it uses no stand-ins, or the width of a letter is in doubt.

@param rows the pieces of each row, together at most as wide as the screen.
*/
export const useStandIn = (rows: readonly (readonly Piece[])[]): string | undefined => {
	const standIn = useContext(StandInContext);
	return standIn && rows.every((pieces) => pieces.every(({text}) => isSteady(text)))
		? rows.map((pieces) => standIn(rowOf(pieces))).join('\n')
		: undefined;
};
