import {constants, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, type TestContext, test} from 'vitest';
import {nobodyReason} from '../../helpers/as-nobody.ts';
import {shellWords} from '../../helpers/built-program.ts';
import {openTerminal} from '../../helpers/real-terminal.ts';
import {openSandbox} from '../../helpers/sandbox.ts';

const {O_NONBLOCK} = constants;
const entry = join(import.meta.dirname, 'device-entry.ts');

type Descriptor = {readonly name: string; readonly path: string; readonly flags: number};
type Report = {
	readonly opened: readonly Descriptor[];
	readonly standard: readonly Descriptor[];
	readonly taken: readonly number[];
};

/** What the entry found on a terminal that nobody reads, behind some words and before others. */
const run = async (
	context: TestContext,
	before: readonly string[],
	after = '',
): Promise<{report: Report; device: string}> => {
	const sandbox = openSandbox(context);
	const file = join(sandbox.folder, 'report');
	writeFileSync(file, '', {mode: 0o666});
	const command = shellWords([...before, process.execPath, '--no-warnings', entry, file]);
	const terminal = openTerminal(
		sandbox,
		['bash', '-c', `chmod 777 . ${file}; ${command} ${after}; read -r line`],
		{
			byHand: true,
		},
	);
	await context.expect.poll(() => readFileSync(file, 'utf8'), {timeout: 60_000}).toMatch(/\}$/);
	return {report: JSON.parse(readFileSync(file, 'utf8')), device: terminal.device};
};

const expectOwn = ({opened, standard, taken}: Report, path: string): void => {
	expect(opened).toMatchObject([{path}]);
	expect((opened[0]?.flags ?? 0) & O_NONBLOCK).toBe(O_NONBLOCK);
	// What the shell has is as it was.
	expect(standard.map(({flags}) => flags & O_NONBLOCK)).toEqual([0, 0, 0]);
	expect(taken[0]).toBe(4096);
	expect(taken.at(-1)).toBe(0);
};

describe('the device of a terminal', {concurrent: true, timeout: 120_000}, () => {
	test('is opened again, and never waits', async (context) => {
		const {report, device} = await run(context, []);
		expectOwn(report, device);
	});

	test.skipIf(nobodyReason !== undefined)(
		'is opened as /dev/tty where it is another user’s, as after su',
		async (context) => {
			const {report} = await run(context, ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups']);
			expectOwn(report, '/dev/tty');
		},
	);
});
