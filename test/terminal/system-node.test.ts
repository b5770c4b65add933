import {describe, expect, test} from 'vitest';
import {builtProgram} from '../helpers/built-program.ts';
import {openTerminal} from '../helpers/real-terminal.ts';
import {runCommand} from '../helpers/run-program.ts';
import {openSandbox} from '../helpers/sandbox.ts';
import {systemNode as node, systemNodeObstacle as reason} from '../helpers/system-node.ts';

if (reason !== undefined) {
	console.log(`The bundle is not tried on the system's Node: ${reason}.`);
}

describe.skipIf(reason !== undefined)("on the system's Node", {concurrent: true, timeout: 120_000}, () => {
	test('a batch', async (context) => {
		const program = builtProgram(['-c', 'test:', '--json', '-n', '1', '-d', '0.2'], node);
		const {code, stdout, stderr} = await runCommand(openSandbox(context), program);
		expect({code, stderr}).toEqual({code: 0, stderr: ''});
		expect(JSON.parse(stdout).domains.length).toBeGreaterThan(20);
	});

	test('a frame', async (context) => {
		const program = builtProgram(['-c', 'test:', '--frame', '80x24', '-d', '0.2'], node);
		const {code, stdout, stderr} = await runCommand(openSandbox(context), program);
		expect({code, stderr}).toEqual({code: 0, stderr: ''});
		expect(stdout.split('\n')).toHaveLength(25);
	});

	test('the live table', async (context) => {
		const terminal = openTerminal(openSandbox(context), builtProgram(['-c', 'test:', '-d', '0.3'], node));
		await terminal.until(/CPU \d+%/);
		terminal.type('q');
		expect(await terminal.ended).toEqual({code: 0, signal: 0});
	});

	test('a terminal that goes away is a hang-up, not a crash', async (context) => {
		const terminal = openTerminal(openSandbox(context), builtProgram(['-c', 'test:', '-d', '0.3'], node));
		await terminal.until(/CPU \d+%/);
		terminal.hangUp();
		expect([
			{code: 129, signal: 0},
			{code: 0, signal: 1},
		]).toContainEqual(await terminal.ended);
	});
});
