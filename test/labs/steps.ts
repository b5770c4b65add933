import type {Report} from './report.ts';

const nothing = Number.NaN;

/** One counter in a report. */
export type Reading = {
	/** When the counter was true: wall clock, seconds. */
	readonly at: number;
	readonly incarnation: string | undefined;
	readonly counter: number | undefined;
	/** Per second, as it was shown. */
	readonly rate: number | undefined;
};

/** The step from one reading of a counter to the next. */
export type Step = {
	/** Between the two readings. */
	readonly seconds: number;
	/** Growth of the counter. */
	readonly grown: number;
	/** Per second, as it was shown; NaN: it was not shown. */
	readonly rate: number;
};

/** Mean of the rates shown, weighted by their seconds. */
export const meanRate = (steps: readonly Step[]): number =>
	steps.reduce((sum, {rate, seconds}) => sum + rate * seconds, 0) /
	steps.reduce((sum, {seconds}) => sum + seconds, 0);

/** The steps from each reading to the next of the same incarnation. A line that repeats a reading makes no step. */
export const stepsOf = (
	lines: readonly Report[],
	readingOf: (line: Report) => Reading | undefined,
): readonly Step[] =>
	lines
		.map((line, index): Step => {
			const earlier = lines[index - 1];
			const [before, now] = [earlier && readingOf(earlier), readingOf(line)];
			return {
				seconds: before && now && before.incarnation === now.incarnation ? now.at - before.at : 0,
				grown: (now?.counter ?? nothing) - (before?.counter ?? nothing),
				rate: now?.rate ?? nothing,
			};
		})
		.filter(({seconds, grown}) => seconds > 0.01 && !Number.isNaN(grown));
