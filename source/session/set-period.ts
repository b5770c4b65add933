import {DriverError} from '../driver/driver-error.ts';
import type {Sampler} from '../sampling/sampler.ts';
import {periodText} from '../scene/memory-lines.ts';
import {openedDomain} from '../scene/opened-domain.ts';
import {cleanLine} from '../text/clean-text.ts';
import type {PeriodSubject} from '../view/prompt.ts';
import type {Message} from '../view/view.ts';

/** What went wrong and what to do, as one text. */
export const errorText = (error: unknown): string =>
	cleanLine(
		error instanceof DriverError
			? `${error.message} ${error.advice}`
			: error instanceof Error
				? error.message
				: String(error),
	);

/** The message to show, and the period that was read back, seconds. Undefined: no period was read back. */
export type PeriodOutcome = Message & {readonly period?: number | undefined};

/** Sets a balloon statistics period and says what came of it. The period of another incarnation is never set. */
export const setPeriod = async (
	sampler: Pick<Sampler, 'usage' | 'setBalloonPeriod'>,
	{rowKey, name, incarnation, period}: PeriodSubject,
	seconds: number,
): Promise<PeriodOutcome> => {
	const usage = openedDomain(sampler.usage.get(), {rowKey});
	if (usage?.domain.incarnation !== incarnation) {
		return {text: `${name} is gone or was started again: its period was not set.`, failed: true};
	}

	try {
		const now = await sampler.setBalloonPeriod(usage, seconds);
		const asked = now === undefined || now === seconds ? '' : `, though ${periodText(seconds)} was asked for`;
		return {
			text: `Period of ${name}: ${periodText(period)} → ${periodText(now ?? seconds)}${asked}.`,
			failed: false,
			period: now,
		};
	} catch (error) {
		return {text: errorText(error), failed: true};
	}
};
