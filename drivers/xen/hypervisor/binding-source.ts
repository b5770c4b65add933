import type {ChildWorld} from '../../../source/process/child.ts';
import {
	type BindingAnswer,
	type BindingRefusal,
	parseBindingAnswer,
	parseBindingGreeting,
} from './binding-answer.ts';
import {bindingScript} from './binding-script.ts';
import type {BusyTime} from './busy-time.ts';
import {ChildFault} from './child-fault.ts';
import type {ChildTime} from './child-time.ts';
import type {HypervisorReading, HypervisorSource} from './hypervisor.ts';
import {childError, refusedError} from './hypervisor-errors.ts';
import {type ChildLine, type LineChild, startLineChild} from './line-child.ts';

/** State that outlives a child. */
export type BindingMemory = {readonly time: ChildTime; readonly busy: BusyTime};

/**
Timeouts of Python's start and of an answer, seconds. A refresh waits for neither; they end only a child that hangs. To
end a slow child would cost an overloaded dom0 another start, which is late as well.
*/
const startTimeoutSeconds = 60;
const replyTimeoutSeconds = 15;

/** Longest answer, bytes: 4000 domains of 128 vCPUs each stay below. */
const byteLimit = 16 * 1024 * 1024;

/** Where the numbers come from. */
export const bindingOrigins = {
	cpuSeconds: "cpu_time of XEN_DOMCTL_getdomaininfo and XEN_DOMCTL_getvcpuinfo (Python's xen.lowlevel.xc)",
	memory: 'tot_pages and max_pages of XEN_DOMCTL_getdomaininfo',
};

const isRefusal = (answer: object): answer is BindingRefusal => 'refusal' in answer;

/** Starts Python, which first says whether the hypervisor can be asked. */
export const startBinding = (world: ChildWorld, python: string): LineChild =>
	startLineChild(world, [python, '-E', '-s', '-u', '-c', bindingScript], byteLimit);

/** Reads the child's first line. Undefined: the child can be asked. @throws ChildFault */
export const greetBinding = async (
	child: LineChild,
	{time}: BindingMemory,
): Promise<BindingRefusal | undefined> => {
	const {text, receivedAt} = await child.ask(startTimeoutSeconds);
	const greeting = parseBindingGreeting(text);
	if (isRefusal(greeting)) {
		return greeting;
	}

	if (greeting.sent !== undefined) {
		time.learn(greeting.sent, receivedAt);
	}

	return undefined;
};

/** Asks the hypervisor by its own Python binding, in a child after `greetBinding`. */
export const createBindingSource = (
	child: LineChild,
	python: string,
	{time, busy}: BindingMemory,
): HypervisorSource => {
	let isOver = false;

	const readingOf = (answer: BindingAnswer, {receivedAt}: ChildLine): HypervisorReading => {
		const {at, sent, idle, idleAt, ...reading} = answer;
		if (sent !== undefined) {
			time.learn(sent, receivedAt);
		}

		const isKnown = at !== undefined && sent !== undefined && at <= sent;
		return {
			...reading,
			at: (isKnown ? time.ours(at) : undefined) ?? receivedAt,
			cpuSeconds: idle && idle.length > 0 ? busy.add(idle, idleAt ?? receivedAt) : undefined,
		};
	};

	return {
		ask: async () => {
			try {
				const line = await child.ask(replyTimeoutSeconds, 'read');
				const answer = parseBindingAnswer(line.text);
				if (isRefusal(answer)) {
					throw refusedError(answer.text);
				}

				return readingOf(answer, line);
			} catch (error) {
				if (!(error instanceof ChildFault)) {
					throw error;
				}

				isOver = true;
				void child.close();
				throw childError(python, error);
			}
		},
		isOver: () => isOver,
		origins: bindingOrigins,
	};
};
