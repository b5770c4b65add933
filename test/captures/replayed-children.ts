import type {Spawn} from '../../source/process/spawn.ts';
import type {ChildEvent, ChildExchange, RecordedChild, Recording} from './recording.ts';
import type {Replay} from './replayer.ts';
import {commandLine, StagedChild} from './staged-child.ts';

const tell = (child: StagedChild, {event}: ChildEvent): void => {
	if (event === 'left') {
		child.leave();
	} else if ('stream' in event) {
		child.print(event.stream, event.bytes);
	} else if ('code' in event) {
		child.failToStart(event.code);
	} else {
		child.exit(event.status, event.signal);
	}
};

/** The status of a child that is asked what is not in the recording. */
const failure = 1;

/** Children that do what they did in the recording, each after it was written to as in the recording. */
export const replayedSpawn = (
	{children}: Pick<Recording, 'children'>,
	{add, refresh, miss}: Replay,
): Spawn => {
	const started = new Set<RecordedChild>();

	return (command, arguments_) => {
		const line = commandLine(command, arguments_);
		const own = children.find(
			(one) => one.command === line && one.refresh === refresh() && !started.has(one),
		);
		const left = [...(own?.exchanges ?? [])];
		let isOver = false;

		const play = ({events}: ChildExchange): void => {
			for (const event of events) {
				add({
					moment: event.moment,
					deliver: () => tell(child, event),
					isWanted: () => !isOver,
				});
			}
		};

		const fail = (what: string): void => {
			miss(what);
			isOver = true;
			const end = () => {
				child.print('stdout', undefined);
				child.print('stderr', undefined);
				child.exit(failure, null);
				child.leave();
			};
			add({moment: undefined, deliver: end, isWanted: () => true});
		};

		const child = new StagedChild({
			pid: own ? own.pid : 1,
			onBytes: (bytes) => {
				const question = bytes.toString('utf8');
				const index = left.findIndex((one) => one.question === question && one.refresh === refresh());
				const [exchange] = index === -1 ? [] : left.splice(index, 1);
				if (exchange) {
					play(exchange);
				} else {
					fail(`${question.trim()} to ${line}`);
				}
			},
			onInputEnd: () => {},
			onKill: () => {},
		});
		const itself = left.shift();
		if (own && itself) {
			started.add(own);
			play(itself);
		} else {
			fail(line);
		}

		return child.asChild();
	};
};
