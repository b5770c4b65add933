import {deferred, patientClock, settledWithin} from '../../../source/async/wait.ts';
import {type Child, type ChildWorld, type CommandLine, startChild} from '../../../source/process/child.ts';
import {ChildFault, endFault} from './child-fault.ts';

/** A line that a child wrote, and the monotonic second at which its last byte was read. */
export type ChildLine = {readonly text: string; readonly receivedAt: number};

/** A child that answers each line with one line. */
export type LineChild = Pick<Child, 'close'> & {
	/**
	Resolves to the child's next line; one call at a time.
	@param deadline seconds in which the line must come.
	@param question a line without its end. Undefined: the child speaks first.
	@throws ChildFault; the child is ended then.
	*/
	readonly ask: (deadline: number, question?: string) => Promise<ChildLine>;
};

type Waiting = {readonly resolve: (line: ChildLine) => void; readonly reject: (fault: ChildFault) => void};

const newline = 0x0a;

/** A child ends with its input; a child that does not end in this time hangs. */
const inputGraceSeconds = 1;

/** @param byteLimit bytes of the longest line that is taken. */
export const startLineChild = (world: ChildWorld, command: CommandLine, byteLimit: number): LineChild => {
	const child = startChild(world, command, {inputGraceSeconds});
	let waiting: Waiting | undefined;
	let fault: ChildFault | undefined;
	let chunks: Buffer[] = [];
	let size = 0;

	const fail = (what: ChildFault) => {
		fault ??= what;
		waiting?.reject(fault);
		waiting = undefined;
		chunks = [];
		void child.kill();
	};

	const garbled = (what: string) => fail(new ChildFault('garbled', what));

	child.listen((chunk) => {
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
	});
	void child.ended.then((end) => fail(endFault(end)));

	return {
		close: child.close,
		ask: async (deadline, question) => {
			if (fault) {
				throw fault;
			}

			const line = deferred<ChildLine>();
			waiting = line;
			if (question !== undefined) {
				child.write(`${question}\n`);
			}

			const settled = line.promise.catch(() => {});
			if (!(await settledWithin(patientClock(world.clock), deadline, settled))) {
				fail(new ChildFault('silent', `it did not answer within ${deadline} s`));
			}

			return line.promise;
		},
	};
};
