import {table} from './table.ts';

export type Unit = 'ms' | 'MB' | 'KB' | 'MB/s' | '×';

/** One figure of domtop, beside that of a peer which does the same work in the same run. */
export type Figure = {
	readonly what: string;
	readonly unit: Unit;
	readonly value: number;
	/** The same work by another program, in the same unit. Undefined: no other program does it, or that one is not installed. */
	readonly peer?: {readonly name: string; readonly value: number} | undefined;
	/** What is aimed at: at most so much in the unit of the figure, at most so many times the peer's. Undefined: the figure only informs. */
	readonly aim?: {readonly most?: number; readonly ratio?: number};
};

/** A row of the bench: `npm run bench -- NAME` measures it alone. */
export type Row = {
	readonly name: string;
	/** What is done, in one line. */
	readonly about: string;
	readonly measure: (world: BenchWorld) => Promise<readonly Figure[]>;
};

/** What the rows share. */
export type BenchWorld = {
	/** Fewer repetitions: to see that all works. The figures are coarse. */
	readonly quick: boolean;
	/** The folder of compiled code, kept from start to start as a person's is. */
	readonly cache: string;
	/** The command of the built program. */
	readonly domtop: readonly string[];
};

const number = (value: number, unit: Unit): string =>
	`${value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)} ${unit}`;

const ratioOf = ({value, peer}: Figure): number | undefined => peer && value / peer.value;

/** How far a figure is over each of its aims. Empty: it meets them. */
export const missedAims = (figure: Figure): readonly string[] => {
	const {value, unit, aim = {}} = figure;
	const ratio = ratioOf(figure);
	return [
		...(aim.most !== undefined && value > aim.most
			? [`${number(value, unit)} for at most ${number(aim.most, unit)}`]
			: []),
		...(aim.ratio !== undefined && ratio !== undefined && ratio > aim.ratio
			? [`${ratio.toFixed(2)} times ${figure.peer?.name} for at most ${aim.ratio}`]
			: []),
	];
};

const aimText = ({aim = {}, unit}: Figure): string =>
	[
		...(aim.most === undefined ? [] : [`≤ ${aim.most} ${unit}`]),
		...(aim.ratio === undefined ? [] : [`≤ ${aim.ratio} × peer`]),
	].join(', ');

const verdict = (figure: Figure): string => {
	const {aim} = figure;
	if (!aim) {
		return '';
	}

	if (missedAims(figure).length > 0) {
		return 'MISSED';
	}

	return aim.ratio !== undefined && !figure.peer ? 'no peer' : 'met';
};

/** A row's figures as a table. */
export const figureTable = (figures: readonly Figure[]): string =>
	table([
		['', 'domtop', 'peer', 'ratio', 'aim', '', 'peer is'],
		...figures.map((figure) => [
			figure.what,
			number(figure.value, figure.unit),
			figure.peer ? number(figure.peer.value, figure.unit) : '',
			ratioOf(figure)?.toFixed(2) ?? '',
			aimText(figure),
			verdict(figure),
			figure.peer?.name ?? '',
		]),
	]);
