import {describe, expect, type TestContext, test} from 'vitest';
import {builtProgram} from '../helpers/built-program.ts';
import {openTerminal} from '../helpers/real-terminal.ts';
import {openSandbox} from '../helpers/sandbox.ts';

const open = async (context: TestContext, delay: number, ...parameters: readonly string[]) => {
	const command = builtProgram(['-c', 'test:', '-d', String(delay), ...parameters]);
	const terminal = openTerminal(openSandbox(context), command, {columns: 120, rows: 30});
	await terminal.until(/CPU \d+% of 16 CPUs/);
	return terminal;
};

const esc = '\u001B';

describe('keys', {concurrent: true, timeout: 120_000}, () => {
	test('0 to 4 go to the pages', async (context) => {
		const terminal = await open(context, 0.5);
		for (const [key, heading] of [
			['1', /^ NAME +VCPU .*WAIT%/m],
			['2', /^ NAME +NIC .*RX\/s/m],
			['3', /^ NAME +DISK .*QUEUE/m],
			['4', /^ NAME .*UNUSED .*BALLOON/m],
			['0', /^ NAME +STATE .*BUSIEST/m],
		] as const) {
			terminal.type(key);
			await terminal.until(heading);
		}
	});

	test('arrows and letters move the selection', async (context) => {
		const terminal = await open(context, 0.5, '--sort', 'name');
		const selected = (row: number) => (shown: {lines: readonly string[]}) =>
			shown.lines[row]?.startsWith('>') ?? false;
		await terminal.until(selected(4));
		terminal.type(`${esc}[B${esc}[B`);
		await terminal.until(selected(6));
		terminal.type('k');
		await terminal.until(selected(5));
		terminal.type('G');
		const {lines} = await terminal.until(/^>日本語-db /m);
		expect(lines.filter((line) => line.startsWith('>'))).toHaveLength(1);
		terminal.type(`${esc}[5~${esc}[5~`);
		await terminal.until(selected(4));
	});

	test('P M T N < > sort, r turns round', async (context) => {
		const terminal = await open(context, 0.5);
		for (const [key, words] of [
			['M', 'Sorted by MEM, highest first.'],
			['T', 'Sorted by TIME, highest first.'],
			['N', /Sorted by ID/],
			['P', 'Sorted by CPU%, highest first.'],
			['r', 'Sorted by CPU%, lowest first.'],
			['>', 'Sorted by VCPU, highest first.'],
			['<', 'Sorted by CPU%, highest first.'],
		] as const) {
			terminal.type(key);
			await terminal.until(words);
		}
	});

	test('? and ! show help and problems, which close again', async (context) => {
		const terminal = await open(context, 0.5);
		terminal.type('?');
		await terminal.until(/Up k +│ One line up/);
		terminal.type('G');
		await terminal.until((shown) => !shown.text.includes('One line up') && shown.text.includes('Help'));
		terminal.type('q');
		await terminal.until(/^ NAME/m);
		terminal.type('!');
		await terminal.until(/! since \d|There are no problems/);
		terminal.type(esc);
		await terminal.until(/^ NAME/m);
	});

	test('/ filters as it is typed, enter keeps the filter, esc drops it', async (context) => {
		const terminal = await open(context, 0.5);
		const rows = (shown: {lines: readonly string[]}) =>
			shown.lines.filter((line) => /^[ >!](db-orders|web-front) /.test(line)).length;
		await terminal.until((shown) => rows(shown) === 2);
		terminal.type('/db-o');
		await terminal.until(
			(shown) => rows(shown) === 1 && shown.text.includes('Filter by name, uuid or state: db-o_'),
		);
		terminal.type('\r');
		await terminal.until(
			(shown) => rows(shown) === 1 && !shown.text.includes('Filter by') && shown.text.includes('filter db-o'),
		);
		terminal.type(esc);
		await terminal.until((shown) => rows(shown) === 2 && shown.text.includes('All domains are shown.'));
	});

	test('c chooses columns', async (context) => {
		const terminal = await open(context, 0.5);
		terminal.type('c');
		await terminal.until(/^>\[x\] NAME/m);
		terminal.type('j ');
		await terminal.until(/^>\[ \] STATE/m);
		terminal.type('\r');
		await terminal.until((shown) => /^ NAME +AGE/m.test(shown.text));
		terminal.type('ca');
		await terminal.until(/^ NAME +STATE/m);
	});

	test('enter goes into a domain and a device, esc comes back', async (context) => {
		const terminal = await open(context, 0.5, '-f', 'db-orders');
		terminal.type('\r');
		const domain = await terminal.until(/^>vda /m);
		expect(domain.text).toContain(' MEMORY');
		expect(domain.text).toMatch(/^ vdb .*\/dev\/vg0\/orders/m);
		terminal.type('j\r');
		const device = await terminal.until('db-orders › disk vdb');
		expect(device.text).toContain('/dev/vg0/orders');
		expect(device.text).toMatch(/read .*graph to/);
		expect(device.text).toMatch(/bytes read +│ +\d+/);
		terminal.type(esc);
		await terminal.until(/^>vdb /m);
		terminal.type(esc);
		await terminal.until(/^ NAME +STATE/m);
	});

	test('z freezes, space refreshes once, z goes on', async (context) => {
		const terminal = await open(context, 0.1);
		terminal.type('z');
		await terminal.until('Frozen: nothing is read until z is pressed again.');
		// Any key takes the message away, and a reading under way has come by then.
		terminal.type('k');
		const frozen = await terminal.until(/FROZEN[\s\S]*(?:\? help|says more|lists)/);
		const before = terminal.bytes().length;
		await expect(terminal.until((shown) => shown.text !== frozen.text, 0.6)).rejects.toThrow('did not come');
		expect(terminal.bytes()).toHaveLength(before);
		terminal.type(' ');
		const refreshed = await terminal.until((shown) => shown.text !== frozen.text);
		expect(refreshed.lines[0]).toContain('FROZEN');
		terminal.type('z');
		await terminal.until((shown) => !shown.text.includes('FROZEN') && shown.text.includes('Resumed.'));
	});

	test('d sets the delay', async (context) => {
		const terminal = await open(context, 0.5);
		terminal.type('d');
		await terminal.until('Seconds between refreshes, now 0.5: _');
		terminal.type('7200\r');
		await terminal.until('7200_  From 0.1 to 3600 s.');
		terminal.type('\u0015.25\r');
		const {lines} = await terminal.until('A refresh every 0.25 s.');
		expect(lines[0]).toMatch(/every 0.25 s$/);
	});

	test('B, i and x change what is counted', async (context) => {
		const terminal = await open(context, 0.5);
		terminal.type('B');
		await terminal.until('Page 0 shows requests and packets per second.');
		await terminal.until(/^ NAME.* RRQ\/s/m);
		terminal.type('i');
		await terminal.until('CPU in percent of the whole host.');
		terminal.type('ii');
		await terminal.until('CPU in percent of one host CPU.');
		terminal.type('x');
		await terminal.until("A VBD sector counts 512 bytes, as Linux's blkback counts.");
	});

	test('^L redraws a disturbed screen', async (context) => {
		const terminal = await open(context, 0.5);
		terminal.type('z');
		const {text} = await terminal.until('Frozen: nothing is read until z is pressed again.');
		terminal.disturb(`${esc}[H${esc}[JBroadcast message: the coffee is ready${esc}[20;20Hnow\r\n\n\n\n`);
		await terminal.until('coffee');
		terminal.type('\f');
		const repainted = await terminal.until(
			(shown) => shown.lines.filter((line) => line !== '').length > 20 && !shown.text.includes('coffee'),
		);
		// The last line held a message, and a key takes that away.
		expect(repainted.lines.slice(0, -1)).toEqual(text.split('\n').slice(0, -1));
	});
});
