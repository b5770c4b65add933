import type {Options} from '../options/options.ts';
import type {Sampler} from '../sampling/sampler.ts';
import {wasAnyRead} from '../usage/was-read.ts';

/** One frame of the screen as text, after the two refreshes that rates need; empty where nothing could be read. */
export const runFrame = async (
	sampler: Sampler,
	options: Options,
	size: {readonly columns: number; readonly rows: number},
): Promise<string> => {
	await sampler.run(2);
	const usage = sampler.usage.get();
	if (!usage || !wasAnyRead(usage)) {
		return '';
	}

	const {renderFrame} = await import('./frame.tsx');
	const {initialView} = await import('../view/view.ts');
	return `${renderFrame(usage, initialView(options), {ascii: options.ascii, colour: false}, size)}\n`;
};
