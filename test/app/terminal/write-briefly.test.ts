import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {writeBriefly} from '../../../source/app/terminal/write-briefly.ts';
import {openTerminal} from '../../helpers/real-terminal.ts';
import {openSandbox} from '../../helpers/sandbox.ts';

const entry = join(import.meta.dirname, 'write-briefly-entry.ts');

test('a terminal without a reader holds nothing up', {timeout: 60_000}, async (context) => {
	const sandbox = openSandbox(context);
	const report = join(sandbox.folder, 'report');
	const terminal = openTerminal(sandbox, [process.execPath, '--no-warnings', entry, report], {byHand: true});
	await context.expect.poll(() => existsSync(report), {timeout: 30_000}).toBe(true);
	terminal.read(1000);
	expect(terminal.bytes()).toMatch(/^first\r\nxxx/);
});

test('what is no terminal is written to as ever', () => {
	const written: unknown[] = [];
	const stream = {isTTY: false, fd: -1, write: (text: unknown) => written.push(text) > 0};
	writeBriefly(stream as never, 'some words\n');
	expect(written).toEqual(['some words\n']);
});
