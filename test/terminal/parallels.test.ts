import {describe, expect, type TestContext, test, vi} from 'vitest';
import {createPrlctlWorld} from '../drivers/parallels/prlctl-world.ts';
import {builtProgram} from '../helpers/built-program.ts';
import {openTerminal} from '../helpers/real-terminal.ts';
import {openSandbox} from '../helpers/sandbox.ts';

describe('the subscription of prlctl:', {concurrent: true, timeout: 120_000}, () => {
	const start = async (context: TestContext) => {
		const world = createPrlctlWorld({state: {interval: 50, updateInterval: 0}, context});
		const sandbox = openSandbox(context);
		const terminal = openTerminal(sandbox, builtProgram(['-c', 'prlctl:', '-d', '0.3']), {
			columns: 100,
			environment: {PATH: world.bin},
		});
		await terminal.until(/web1[\s\S]*q quit/);
		const subscribed = (): number =>
			world
				.calls()
				.filter((call) => call.arguments[0] === 'statistics')
				.reduce((count, {ended}) => count + (ended === undefined ? 1 : -1), 0);
		const untilSubscribed = (count: number): Promise<void> =>
			vi.waitFor(() => expect(subscribed()).toBe(count), {timeout: 30_000});
		await untilSubscribed(1);
		return {world, sandbox, terminal, untilSubscribed};
	};

	test('ends while the screen is frozen, which says so, and a key brings it back', async (context) => {
		const {terminal, untilSubscribed} = await start(context);
		terminal.type('z');
		await terminal.until('unsubscribed');
		await untilSubscribed(0);
		terminal.type('z');
		await untilSubscribed(1);
		await terminal.until(({text}) => !text.includes('unsubscribed'));
		terminal.type('q');
		expect((await terminal.ended).code).toBe(0);
	});

	for (const [what, leave] of [
		['quit', (_program: number, type: (keys: string) => void) => type('q')],
		['SIGHUP', (program: number) => process.kill(program, 'SIGHUP')],
		['SIGKILL', (program: number) => process.kill(program, 'SIGKILL')],
	] as const) {
		test(`does not survive ${what}`, async (context) => {
			const {terminal, sandbox, world} = await start(context);
			leave(sandbox.program(), terminal.type);
			await terminal.ended;
			await world.allGone();
		});
	}
});
