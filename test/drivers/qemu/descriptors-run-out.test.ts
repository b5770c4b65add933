import {execFile, spawn} from 'node:child_process';
import {existsSync} from 'node:fs';
import {createInterface} from 'node:readline';
import {promisify} from 'node:util';
import {expect, onTestFinished, test} from 'vitest';
import {builtProgram} from '../../helpers/built-program.ts';
import {openSandbox} from '../../helpers/sandbox.ts';
import {skipBecause} from '../../helpers/skip-because.ts';
import {startFakeQemu} from './fake-qemu.ts';
import {readRecording} from './recording.ts';

const prlimit = '/usr/bin/prlimit';

type Line = {
	readonly hosts: readonly {readonly id: string; readonly name: string}[];
	readonly domains: readonly {readonly name: string; readonly age: number; readonly incarnation: string}[];
	readonly problems: readonly {readonly kind: string}[];
};

const isExhausted = ({problems}: Line): boolean => problems.some(({kind}) => kind === 'exhausted');

test('a full table of descriptors is told, no guest vanishes, the host stays the same, and it comes back', async (context) => {
	if (!existsSync(prlimit)) {
		skipBecause(context.skip, 'there is no prlimit');
	}

	const sandbox = openSandbox(context);
	const socket = `${sandbox.folder}/guest.sock`;
	await startFakeQemu(socket, readRecording('qmp-drive.jsonl'));
	const [file = '', ...parameters] = builtProgram(['-c', `qmp://${socket}`, '--json', '-d', '0.1']);
	const child = spawn(file, parameters, {env: sandbox.environment(), stdio: ['ignore', 'pipe', 'ignore']});
	onTestFinished(() => {
		child.kill('SIGKILL');
	});
	const lines = createInterface({input: child.stdout})[Symbol.asyncIterator]();
	const until = async (condition: (line: Line) => boolean): Promise<Line> => {
		for (;;) {
			const {value, done} = await lines.next();
			if (done) {
				throw new Error('it ended');
			}

			const line = JSON.parse(value) as Line;
			if (condition(line)) {
				return line;
			}
		}
	};
	const limit = (count: string) =>
		promisify(execFile)(prlimit, ['--pid', String(child.pid), `--nofile=${count}:`]);

	const before = await until(({domains, problems}) => domains.length === 1 && problems.length === 0);
	await limit('10');
	const first = await until(isExhausted);
	const later = await until(
		(line) => isExhausted(line) && (line.domains[0]?.age ?? 0) > (first.domains[0]?.age ?? 0),
	);
	for (const {domains, hosts} of [first, later]) {
		expect(domains.map(({name, incarnation}) => [name, incarnation])).toEqual(
			before.domains.map(({name, incarnation}) => [name, incarnation]),
		);
		expect(hosts.map(({id, name}) => [id, name])).toEqual(before.hosts.map(({id, name}) => [id, name]));
	}

	await limit('1024');
	await until(({domains, problems}) => domains.length === 1 && problems.length === 0);
	child.kill('SIGTERM');
});
