import type {Deed, Entry} from './entry.ts';
import type {RecordedLines} from './recording-file.ts';
import type {Refreshed} from './session.ts';

const isRefresh = (entry: Entry): entry is Extract<Deed, {readonly did: 'sample'}> =>
	'did' in entry && entry.did === 'sample';

/** What the refreshes gave when they were recorded. */
export const storedRefreshes = ({entries}: RecordedLines): readonly Refreshed[] =>
	entries.filter(isRefresh).map(({sample, report}) => ({sample, report}));

/** The recording with other samples, in the same order. */
export const withRefreshes = (lines: RecordedLines, refreshes: readonly Refreshed[]): RecordedLines => {
	let index = 0;
	return {
		...lines,
		entries: lines.entries.map((entry) => {
			if (!isRefresh(entry)) {
				return entry;
			}

			index += 1;
			return {did: 'sample', ...(refreshes[index - 1] ?? entry)};
		}),
	};
};
