import {expect, onTestFinished} from 'vitest';
import {bindingScript} from '../../../drivers/xen/hypervisor/binding-script.ts';
import type {Clock} from '../../../source/async/clock.ts';
import type {Spawn} from '../../../source/process/spawn.ts';
import {type CapturedAnswer, hypervisorFixture, readReadings} from './captured-readings.ts';
import {createFailedChild, createFakeChild, type FakeChild} from './fake-child.ts';
import {growReading} from './grow-reading.ts';

/**
What a command does instead of what the captured one did.
@param line its arguments: `list -v`; empty for Python.
@param usual what the captured one did.
*/
export type ChildBehaviour = (child: FakeChild, line: string, usual: (child: FakeChild) => void) => void;

export type FakeHypervisorOptions = {
	readonly clock: Clock;
	/** Captured by record-readings.ts; absent: two-guests, of Domain-0, d1 (two vCPUs) and d2 (paused). */
	readonly readings?: string;
	/** `xl list -v` of the same moment. */
	readonly list?: string;
};

export type FakeHypervisorCommands = {
	readonly spawn: Spawn;
	/** Every command started so far, as typed, without the script. */
	readonly started: readonly string[];
	/** How often Python was asked so far. */
	readonly asked: () => number;
	/** Children that run now. */
	readonly running: () => number;
	/** Those of `python3`, `python`, `python2`, `xl` and `/usr/sbin/xl` that there are; python3 and xl at first. */
	readonly install: (...commands: readonly string[]) => void;
	/** From now on nothing can be started: the error's code, or `throw`; absent: it can. */
	readonly refuse: (code: string | undefined) => void;
	/** Changes each answer of Python. */
	readonly edit: (change: (answer: CapturedAnswer) => unknown) => void;
	/** From now on Python (or xl) does this when it is started; absent: what it did at first. */
	readonly behave: (command: 'python' | 'xl', behaviour?: ChildBehaviour) => void;
	/** Python reads and does not answer, until it is to speak. What was asked meanwhile it answers then. */
	readonly hush: () => void;
	readonly speak: () => void;
};

/** The child's clock starts elsewhere than ours. */
export const childAhead = 5000;

const pythons = new Set(['python3', 'python', 'python2']);
const xls = new Set(['xl', '/usr/sbin/xl']);

/**
The `Spawn` of a dom0 with captured commands, whose counters grow as they were seen to, with the clock. The test fails
where anything else is started.
*/
export const createFakeHypervisorCommands = (options: FakeHypervisorOptions): FakeHypervisorCommands => {
	const {clock, readings = 'two-guests', list = 'xl-list-v.txt'} = options;
	const captured = readReadings(readings);
	const started: string[] = [];
	let asked = 0;
	const children = new Set<FakeChild>();
	const behaviours = new Map<string, ChildBehaviour | undefined>();
	const held: (() => void)[] = [];
	const begun = clock.monotonic();
	let installed: readonly string[] = ['python3', 'xl'];
	let change = (answer: CapturedAnswer): unknown => answer;
	let isHushed = false;
	let refusal: string | undefined;

	const now = () => clock.monotonic() + childAhead;
	const reading = () => growReading(captured, clock.monotonic() - begun);

	const python = (child: FakeChild) => {
		child.say(`${JSON.stringify({...captured.greeting, sent: now()})}\n`);
		child.onLine((line) => {
			if (line !== 'read') {
				throw new Error(`the script knows no ${line}`);
			}

			asked += 1;
			const answer = () => {
				const times = {at: now(), idleAt: now(), sent: now()};
				child.say(`${JSON.stringify(change({...reading(), ...times}))}\n`);
			};
			if (isHushed) {
				held.push(answer);
			} else {
				answer();
			}
		});
		child.onInputEnd(() => child.exit(0));
	};

	const xl = (line: string): ((child: FakeChild) => void) => {
		if (line === 'info') {
			return (child) => {
				child.say(hypervisorFixture('xl-info.txt'));
				child.exit(0);
			};
		}

		if (line === 'list -v') {
			return (child) => {
				const seconds = new Map(
					reading().domains.map(({domid, cpu_time: time}) => [domid, (time / 1e9).toFixed(1)]),
				);
				child.say(
					hypervisorFixture(list).replaceAll(
						/^(.* +(\d+) +\d+ +\d+ +\S{6} +)\d+\.\d(?= [\da-f-]{36} )/gm,
						(_row, before: string, id: string) => `${before}${seconds.get(Number(id))}`,
					),
				);
				child.exit(0);
			};
		}

		throw new Error(`the fake knows no xl ${line}`);
	};

	const behaviourOf = (command: string, arguments_: readonly string[]): ((child: FakeChild) => void) => {
		if (pythons.has(command)) {
			const [script, ...others] = arguments_.toReversed();
			if (script !== bindingScript || others.reverse().join(' ') !== '-E -s -u -c') {
				throw new Error(`the fake knows no ${command} ${arguments_.join(' ')}`);
			}

			const other = behaviours.get('python');
			return other ? (child) => other(child, '', python) : python;
		}

		if (!xls.has(command)) {
			throw new Error(`the fake knows no ${command}`);
		}

		const line = arguments_.join(' ');
		const usual = xl(line);
		const other = behaviours.get('xl');
		return other ? (child) => other(child, line, usual) : usual;
	};

	// The driver takes a spawn that throws for a command that cannot be started.
	const unknown: unknown[] = [];
	onTestFinished(() => {
		expect(unknown).toEqual([]);
	});
	const known: typeof behaviourOf = (command, arguments_) => {
		try {
			return behaviourOf(command, arguments_);
		} catch (error) {
			unknown.push(error);
			throw error;
		}
	};

	return {
		started,
		asked: () => asked,
		running: () => children.size,
		spawn: (command, arguments_) => {
			const behave = known(command, arguments_);
			started.push([command, ...arguments_.filter((one) => one !== bindingScript)].join(' '));
			if (refusal === 'throw') {
				throw new Error('no child today');
			}

			if (refusal !== undefined || !installed.includes(command)) {
				return createFailedChild(refusal ?? 'ENOENT');
			}

			const child = createFakeChild(1000 + started.length, () => children.delete(child));
			children.add(child);
			setImmediate(() => behave(child));
			return child.process;
		},
		install: (...commands) => {
			installed = commands;
		},
		refuse: (code) => {
			refusal = code;
		},
		edit: (how) => {
			change = how;
		},
		behave: (command, behaviour) => {
			behaviours.set(command, behaviour);
		},
		hush: () => {
			isHushed = true;
		},
		speak: () => {
			isHushed = false;
			for (const answer of held.splice(0)) {
				answer();
			}
		},
	};
};
