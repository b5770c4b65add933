import {EventEmitter, once} from 'node:events';
import type {Report} from './report.ts';

/** A continuing run of `domtop --json`, wherever it runs. */
export type ReportSource = {
	/** Calls back for each line of its standard output. */
	readonly onLine: (listener: (line: string) => void) => void;
	/** Resolves, once it is over and all lines came, to how it ended and what errors it printed. */
	readonly ended: Promise<string>;
};

/** The reports of a continuing run. */
export type ReportStream = {
	/** Every report so far. */
	readonly reports: readonly Report[];
	/** The first report that satisfies, after the last one returned. Rejects after `seconds`, or when the program ends. */
	readonly until: (holds: (report: Report) => boolean, seconds?: number) => Promise<Report>;
	/** The next `count` reports. */
	readonly next: (count: number) => Promise<readonly Report[]>;
	/** The second report from now on: all its numbers were read after now. */
	readonly fresh: () => Promise<Report>;
};

/** @param timeoutSeconds how long `until` waits where no other time is given. */
export const watchReports = ({onLine, ended}: ReportSource, timeoutSeconds = 30): ReportStream => {
	const reports: Report[] = [];
	const news = new EventEmitter();
	let seen = 0;
	let end: string | undefined;
	onLine((line) => {
		reports.push(JSON.parse(line));
		news.emit('news');
	});
	void ended.then((reason) => {
		end = reason;
		news.emit('news');
	});

	const until: ReportStream['until'] = async (holds, seconds = timeoutSeconds) => {
		const late = AbortSignal.timeout(seconds * 1000);
		for (;;) {
			while (seen < reports.length) {
				const candidate = reports[seen];
				seen += 1;
				if (candidate && holds(candidate)) {
					return candidate;
				}
			}

			if (end !== undefined) {
				throw new Error(`domtop ended: ${end}`);
			}

			await once(news, 'news', {signal: late}).catch(() => {
				throw new Error(`Not seen within ${seconds} s; last: ${JSON.stringify(reports.at(-1))}`);
			});
		}
	};

	return {
		reports,
		until,
		fresh: async () => {
			seen = reports.length;
			await until(() => true);
			return until(() => true);
		},
		next: async (count) => {
			const found: Report[] = [];
			while (found.length < count) {
				found.push(await until(() => true));
			}

			return found;
		},
	};
};
