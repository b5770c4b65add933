import {patientSleep} from '../../qmp/patient-sleep.ts';
import {ChildFault} from './child-fault.ts';
import {type ChildWorld, type CommandLine, type RunningChild, startChild} from './running-child.ts';

/** A line that a child said, and the monotonic second at which its last byte was read. */
export type ChildLine = {readonly text: string; readonly receivedAt: number};

/** A child that answers each line with one line. */
export type LineChild = Pick<RunningChild, 'close'> & {
	/**
	Its next line; one at a time.
	@param deadline seconds in which it must come.
	@param question a line without its end; absent: it speaks first.
	@throws ChildFault; the child is ended then.
	*/
	readonly ask: (deadline: number, question?: string) => Promise<ChildLine>;
};

type Waiting = {readonly resolve: (line: ChildLine) => void; readonly reject: (fault: ChildFault) => void};

const newline = 0x0a;

/** @param byteLimit of the longest line that is taken. */
export const startLineChild = (world: ChildWorld, command: CommandLine, byteLimit: number): LineChild => {
	let waiting: Waiting | undefined;
	let fault: ChildFault | undefined;
	let chunks: Buffer[] = [];
	let size = 0;

	const fail = (what: ChildFault) => {
		fault ??= what;
		waiting?.reject(fault);
		waiting = undefined;
		chunks = [];
		child.kill();
	};

	const garbled = (what: string) => fail(new ChildFault('garbled', what));

	const receive = (chunk: Buffer) => {
		const receivedAt = world.clock.monotonic();
		const end = chunk.indexOf(newline);
		chunks.push(chunk);
		size += chunk.length;
		if (!waiting) {
			garbled('it spoke unasked');
		} else if (size > byteLimit) {
			garbled(`it said more than ${byteLimit} bytes`);
		} else if (end !== -1 && end < chunk.length - 1) {
			garbled('it said more than one line');
		} else if (end !== -1) {
			const {resolve} = waiting;
			const text = Buffer.concat(chunks).toString('utf8');
			waiting = undefined;
			chunks = [];
			size = 0;
			resolve({text, receivedAt});
		}
	};

	const child = startChild(world, command, receive);
	void child.ended.then((end) => fail(end.fault));

	return {
		close: child.close,
		ask: async (deadline, question) => {
			if (fault) {
				throw fault;
			}

			const timer = new AbortController();
			const line = new Promise<ChildLine>((resolve, reject) => {
				waiting = {resolve, reject};
			});
			void patientSleep(world.clock, deadline, timer.signal).then(() => {
				if (!timer.signal.aborted) {
					fail(new ChildFault('silent', `it did not answer within ${deadline} s`));
				}
			});
			if (question !== undefined) {
				child.write(`${question}\n`);
			}

			try {
				return await line;
			} finally {
				timer.abort();
			}
		},
	};
};
