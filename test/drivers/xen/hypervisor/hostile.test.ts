import {describe, expect, test} from 'vitest';
import {cleanText} from '../../../../source/text/clean-text.ts';
import {eventually} from '../../../helpers/eventually.ts';
import type {FakeChild} from '../fake-child.ts';
import type {ChildBehaviour} from '../fake-hypervisor-commands.ts';
import {createHypervisorWorld} from './hypervisor-world.ts';

const greeting = `${JSON.stringify({module: '/x', sent: 1})}\n`;

/** Greets, then does its worst for each question. */
const afterGreeting =
	(worst: (child: FakeChild) => void): ChildBehaviour =>
	(child) => {
		child.say(greeting);
		child.onLine(() => worst(child));
		child.onInputEnd(() => child.exit(0));
	};

const sayAfterGreeting = (text: string) => afterGreeting((child) => child.say(text));

const children: Readonly<Record<string, readonly [words: RegExp, ChildBehaviour]>> = {
	'ends at a question': [
		/ended with status 3: .*boo/,
		afterGreeting((child) => {
			child.complain('one\n\u001B[2Jboo.\n');
			child.exit(3);
		}),
	],
	'is killed at a question': [/ended by SIGKILL/, afterGreeting((child) => child.exit(null, 'SIGKILL'))],
	'answers in garbage': [/no JSON/, sayAfterGreeting('\u001B[2J\u0000\u00FF hello\n')],
	'answers with half a line and ends': [
		/ended with status 0/,
		afterGreeting((child) => {
			child.say('{"domains"');
			child.exit(0);
		}),
	],
	'answers with a list': [/no JSON object/, sayAfterGreeting('[]\n')],
	'answers with nothing': [/no list of domains/, sayAfterGreeting('{}\n')],
	'answers with no domains': [/no domain/, sayAfterGreeting('{"domains":[null]}\n')],
	'answers with a domain without a domid': [/no domain/, sayAfterGreeting('{"domains":[{"domid":-1}]}\n')],
	'answers with two lines': [/more than one line/, sayAfterGreeting('{"domains":[]}\n{"domains":[]}\n')],
	'says more than is asked': [
		/more than one line|unasked/,
		(child) => {
			child.say(greeting);
			child.say(greeting);
		},
	],
	'answers without end': [
		/more than 16777216 bytes/,
		afterGreeting((child) => {
			for (let piece = 0; piece < 40; piece += 1) {
				child.say('x'.repeat(1024 * 1024));
			}
		}),
	],
};

describe.each(Object.entries(children))('a child that %s', (_name, [words, behaviour]) => {
	test('is one problem, is ended, and is started again', async () => {
		const {fail, read, clock, commands} = createHypervisorWorld();
		commands.behave('python', behaviour);
		const report = await fail();
		expect(report).toEqual({
			kind: 'hypervisor',
			message: expect.stringMatching(words),
			advice: expect.stringMatching(/^[^\p{Cc}]+\.$/u),
		});
		expect(report.message).toMatch(/^[^\p{Cc}]+[^.]\.$/u);
		expect(report.message).toBe(cleanText(report.message));
		await eventually(commands.running).toBe(0);
		commands.behave('python');
		await clock.advance(1);
		expect((await read()).domains).toHaveLength(3);
	});
});

test.each(['EMFILE', 'EAGAIN'])(
	'a child that cannot be started for now (%s) is no missing one',
	async (code) => {
		const {fail, read, clock, commands} = createHypervisorWorld();
		commands.refuse(code);
		expect(await fail()).toMatchObject({
			message: `Asking the hypervisor through python3 failed: it cannot be started (${code}).`,
		});
		commands.refuse(undefined);
		await clock.advance(1);
		await read();
		expect(commands.started).toEqual(['python3 -E -s -u -c', 'python3 -E -s -u -c']);
	},
);

test('a spawn that throws is reported', async () => {
	const {fail, read, clock, commands} = createHypervisorWorld();
	commands.refuse('throw');
	expect(await fail()).toMatchObject({message: expect.stringContaining('python3')});
	commands.refuse(undefined);
	await clock.advance(1);
	await read();
});

test.each<[string, string | undefined]>([
	['prints nothing', undefined],
	['prints garbage', '\u001B[2J 1 2 3\n'.repeat(1000)],
	['prints without end', 'x'.repeat(20 * 1024 * 1024)],
])('an xl that %s is one problem', async (_name, text) => {
	const {fail, read, clock, commands} = createHypervisorWorld();
	commands.install('xl');
	commands.behave('xl', (child) => {
		child.say(text ?? '');
		child.exit(0);
	});
	expect(await fail()).toMatchObject({
		kind: 'hypervisor',
		message: expect.stringMatching(/^Asking the hypervisor through xl list failed: [^\p{Cc}]+\.$/u),
	});
	commands.behave('xl');
	await clock.advance(1);
	await read();
});
