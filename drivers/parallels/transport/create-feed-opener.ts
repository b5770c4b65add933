import type {ProblemReport} from '../../../source/model/sample.ts';
import type {ChildWorld} from '../../../source/process/child.ts';
import {createEventGatherer} from '../statistics/event-gatherer.ts';
import {type PrlctlChild, type PrlctlEnd, startPrlctl} from './prlctl-child.ts';
import {dispatcherAdvice, prlctlTrouble} from './prlctl-trouble.ts';
import {createSilenceWatch} from './silence-watch.ts';
import type {FeedListener, OpenFeed, StatisticsFeed} from './statistics-feed.ts';

const command = 'prlctl statistics --all --loop';

/**
The dispatcher takes the filter for a regular expression that matches the whole name. It leaves out 48 lines of
net.classful for each machine, and the names that a guest gives its file systems: no line is of a guest's own choice.
*/
const filter = 'guest.*cpu*|guest.ram*|devices.*|net.nic*';

/** These counters fill the C library's buffer of 4096 bytes: with them a machine has more than that in each event. */
const filler = '|net.classful.*';

const bursts: ProblemReport = {
	kind: 'bursts',
	message: 'Statistics of prlctl come late, in bursts of 4 KB: there is no stdbuf.',
	advice: 'Install coreutils, which has stdbuf.',
};

/** Was stdbuf the command that could not be used? It ends with 125 when its library is missing. */
const hasNoStdbuf = ({code, status}: PrlctlEnd): boolean =>
	code === 'ENOENT' || code === 'EACCES' || status === 125;

/**
Each feed is one child `prlctl statistics --all --loop`. Its standard input is a pipe that stays open. When the pipe ends,
also because this program is killed, the child ends, and with it the subscription.
*/
export const createFeedOpener =
	(world: ChildWorld): OpenFeed =>
	(listener: FeedListener): StatisticsFeed => {
		let isOver = false;
		let child: PrlctlChild | undefined;

		const silence = createSilenceWatch(world.clock, (seconds) =>
			finish({
				kind: 'no event',
				message: `prlctl statistics sent nothing for ${Math.round(seconds)} s.`,
				advice: dispatcherAdvice,
			}),
		);
		const gatherer = createEventGatherer(world.clock, (event) => {
			if (!isOver) {
				silence.heard();
				listener.onEvent(event);
			}
		});

		const leave = (): Promise<void> => {
			isOver = true;
			silence.stop();
			gatherer.close();
			return child?.close() ?? Promise.resolve();
		};

		const finish = (report: ProblemReport) => {
			if (!isOver) {
				void leave();
				listener.onEnd(report);
			}
		};

		const start = (isLineBuffered: boolean) => {
			const begun = startPrlctl(
				world,
				{
					isLineBuffered,
					parameters: [...command.split(' ').slice(1), '--filter', isLineBuffered ? filter : filter + filler],
				},
				gatherer.push,
			);
			child = begun;
			void begun.ended.then((end) => {
				if (isLineBuffered && !isOver && hasNoStdbuf(end)) {
					listener.onTrouble(bursts);
					start(false);
				} else {
					finish({kind: 'subscription', ...prlctlTrouble('prlctl statistics', end)});
				}
			});
		};

		start(true);
		return {close: leave};
	};
