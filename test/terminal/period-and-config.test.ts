import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {builtProgram} from '../helpers/built-program.ts';
import {openTerminal} from '../helpers/real-terminal.ts';
import {openSandbox, type Sandbox} from '../helpers/sandbox.ts';

/** Wide: where the config file is stands in a message, and may be long. */
const open = async (sandbox: Sandbox, ...parameters: readonly string[]) => {
	const terminal = openTerminal(sandbox, builtProgram(['-c', 'test:', ...parameters]), {columns: 400});
	await terminal.until(/^>\S/m);
	return terminal;
};

describe('p', {concurrent: true, timeout: 120_000}, () => {
	test('asks with the present period, sets it, and says old and new', async (context) => {
		const terminal = await open(openSandbox(context), '-f', 'db-orders', '--view', 'memory');
		await terminal.until(/^>db-orders .* 2s /m);
		terminal.type('p');
		await terminal.until('Balloon statistics period of db-orders, now 2 s (0 stops): _');
		terminal.type('7\r');
		await terminal.until('Period of db-orders: 2 s → 7 s.');
		await terminal.until(/^>db-orders .* 7s /m);
		terminal.type('p');
		await terminal.until('now 7 s (0 stops): _');
		terminal.type('0\r');
		await terminal.until('Period of db-orders: 7 s → off.');
		await terminal.until(/^>db-orders .* off /m);
		terminal.type('p');
		await terminal.until('now off (0 stops): _');
		terminal.type('\u001B');
		await terminal.until('Nothing was changed.');
	});

	test('takes no answer with a bad character in it, and leaves nothing out of one', async (context) => {
		const terminal = await open(openSandbox(context), '-f', 'db-orders', '--view', 'memory');
		await terminal.until(/^>db-orders .* 2s /m);
		for (const [typed, shown] of [
			['soon7', 'soon7'],
			['7x', '7x'],
			['7 ', '7 '],
			[`${' '.repeat(3)}7\t`, '   7'],
			['7\u0085', '7\uFFFD'],
		] as const) {
			terminal.type(`p${typed}\r`);
			await terminal.until(`${shown}_  ${shown} is no whole number of seconds.`);
			terminal.type('\u001B');
			await terminal.until('Nothing was changed.');
		}

		terminal.type('psoon7\r\u00159\r');
		await terminal.until('Period of db-orders: 2 s → 9 s.');
	});

	test('on the page of a device means its domain', async (context) => {
		const terminal = await open(openSandbox(context), '-f', 'web-front');
		terminal.type('\r');
		await terminal.until(/^>vda /m);
		terminal.type('\rp');
		await terminal.until('Balloon statistics period of web-front, now 5 s (0 stops): _');
		terminal.type('3\r');
		await terminal.until('Period of web-front: 5 s → 3 s.');
	});

	test('is refused where it cannot be set, with the reason', async (context) => {
		const terminal = await open(openSandbox(context), '-f', 'proc-only');
		terminal.type('p');
		await terminal.until('The balloon period of proc-only cannot be set: monitor belongs to libvirt.');
	});

	test('is refused under --read-only', async (context) => {
		const terminal = await open(openSandbox(context), '-f', 'db-orders', '--read-only');
		terminal.type('p');
		await terminal.until('The balloon period of db-orders cannot be set: read-only.');
	});
});

describe('W', {concurrent: true, timeout: 120_000}, () => {
	test('writes what was chosen, and the next start begins with it', async (context) => {
		const sandbox = openSandbox(context);
		const first = await open(sandbox, '-d', '0.5');
		first.type('3>rd9\r');
		await first.until('A refresh every 9 s.');
		first.type('/db\rW');
		const file = join(sandbox.folder, 'config/domtop/config.json');
		await first.until(`Written to ${file}.`);
		const written = JSON.parse(readFileSync(file, 'utf8'));
		expect(written).toMatchObject({view: 'disks', reverse: true, filter: 'db', delay: 9});
		first.type('q');
		expect(await first.ended).toEqual({code: 0, signal: 0});

		const second = await open(sandbox);
		const {lines} = await second.until(/^ NAME. +DISK/m);
		expect(lines[0]).toMatch(/disks {2}filter db .*every 9 s$/);
		second.type('q');
		await second.ended;

		const third = await open(sandbox, '-d', '4', '--view', 'nics');
		expect((await third.until(/^ NAME.? +NIC/m)).lines[0]).toMatch(/nics {2}filter db .*every 4 s$/);
	});

	test('says why it cannot', async (context) => {
		const sandbox = openSandbox(context);
		const terminal = await open(sandbox);
		writeFileSync(join(sandbox.folder, 'config'), 'no folder');
		terminal.type('W');
		await terminal.until(/ENOTDIR|EEXIST/);
		terminal.type('q');
		expect(await terminal.ended).toEqual({code: 0, signal: 0});
	});
});
