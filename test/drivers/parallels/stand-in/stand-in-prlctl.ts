import {writeSync} from 'node:fs';
import {setTimeout as pause} from 'node:timers/promises';
import {deferred} from '../../../../source/async/wait.ts';
import {createBufferedOutput} from './buffered-output.ts';
import {readStandInArguments, type StandInRequest} from './stand-in-arguments.ts';
import {printStandInBlock} from './stand-in-block.ts';
import {printStandInList} from './stand-in-list.ts';
import {noteCall, readState, type StandInState} from './stand-in-state.ts';

const warning =
	'WARNING: You are using a deprecated CLI component that will be dropped in the next major release. Please use virsh instead\n';
const contact = 'Contact your Virtuozzo administrator for assistance.\n';

/** How it ends at once, by `start` of its state. */
const starts: Readonly<
	Partial<Record<StandInState['start'], {readonly message: string; readonly status: number}>>
> = {
	'service down': {
		message: `Login failed: Unable to connect to Virtuozzo. You may experience a connection problem or the server may be down. ${contact}`,
		status: 253,
	},
	'login refused': {
		message:
			'Login failed: Incorrect user name or password. Type a valid user name and password and try again.\n',
		status: 255,
	},
	frozen: {message: '', status: 254},
	odd: {message: 'Something \u001b[31modd.\n', status: 77},
};

const denied = `PrlVm_SubscribeToPerfStats returned the following error: Access denied. You do not have enough rights to use this virtual machine. ${contact}`;

const monotonic = (): number => Number(process.hrtime.bigint() / 1_000_000n);

/**
Behaves as the real prlctl 9.0.26 was seen to, fed by a stand-in for the dispatcher: what it prints, how it buffers, what
ends it, and how it hangs. What it does not know it refuses.
@param folder of its world: the state that it obeys, and the calls that it notes.
*/
export const runStandInPrlctl = async (folder: string): Promise<void> => {
	const given = process.argv.slice(2);
	const isLineBuffered =
		process.env._STDBUF_O === 'L' && (process.env.LD_PRELOAD ?? '').includes('libstdbuf');
	// Before it is known to have started: what is changed from then on is not for its start.
	const begun = readState(folder);
	const call = {pid: process.pid, arguments: given, isLineBuffered};
	noteCall(folder, process.env.LC_ALL === undefined ? call : {...call, locale: process.env.LC_ALL});
	const output = createBufferedOutput(isLineBuffered);
	const {promise: ending, resolve: end} = deferred<number>();
	let why = '';

	const finish = (reason: string, status: number) => {
		why ||= reason;
		end(status);
	};

	const complain = (text: string) => writeSync(2, text);

	const list = async (request: Extract<StandInRequest, {readonly kind: 'list'}>) => {
		await pause(begun.listDelay);
		const state = readState(folder);
		try {
			output.write(state.listText ?? printStandInList(request, state));
			finish('done', 0);
		} catch (error) {
			complain(`${(error as Error).message}\n`);
			finish('refused', 1);
		}
	};

	const statistics = async ({
		all,
		names,
		loop,
		filter,
	}: Extract<StandInRequest, {readonly kind: 'statistics'}>) => {
		const first = readState(folder);
		const listed = first.machines.filter(
			({uuid, name}) => all || names.includes(uuid) || names.includes(name),
		);
		if (!all && listed.length === 0) {
			complain(
				`Failed to get VM config: The virtual machine could not be found. The virtual machine is not registered in the virtual machine directory on this server. ${contact}`,
			);
			finish('not found', 255);
			return;
		}

		if (first.start === 'access denied') {
			complain(denied);
			finish('access denied', 0);
			return;
		}

		if (!loop) {
			complain('This stand-in knows statistics only with --loop.\n');
			finish('refused', 1);
			return;
		}

		const leave = (reason: string) => {
			output.write('\n');
			finish(reason, 0);
		};

		process.stdin.on('data', () => leave('a byte of input'));
		process.stdin.on('end', () => {
			if (!readState(folder).ignores.includes('end of input')) {
				leave('end of input');
			}
		});
		process.on('SIGINT', () => leave('SIGINT'));
		process.on('SIGTERM', () => {
			if (!readState(folder).ignores.includes('SIGTERM')) {
				leave('SIGTERM');
			}
		});

		const uuids = new Set(listed.map(({uuid}) => uuid));
		for (;;) {
			const {interval} = readState(folder);
			await pause(interval);
			const {machines, updateInterval, storm, isHung, start} = readState(folder);
			if (isHung || start === 'silent') {
				continue;
			}

			const now = monotonic();
			const event = machines
				.filter(({uuid}) => uuids.has(uuid))
				.map((machine) => printStandInBlock(machine, {filter, header: all, now, updateInterval}))
				.join('');
			output.write(event.repeat(storm));
		}
	};

	const request = readStandInArguments(given, begun.knowsJson);
	if (given[0] !== 'list') {
		complain(warning);
	}

	complain(begun.complaint ?? '');
	const failure = starts[begun.start];
	if (request.kind === 'usage') {
		output.write(request.text);
		finish('usage', 1);
	} else if (request.kind === 'refused') {
		complain(request.text);
		finish('refused', 1);
	} else if (failure) {
		complain(failure.message);
		finish(begun.start, failure.status);
	} else if (request.kind === 'list') {
		void list(request);
	} else {
		void statistics(request);
	}

	const status = await ending;
	output.flush();
	noteCall(folder, {...call, ended: why});
	process.exit(status);
};
