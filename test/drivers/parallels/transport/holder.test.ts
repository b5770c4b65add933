import {spawn} from 'node:child_process';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {promptly} from '../../../helpers/promptly.ts';
import {createPrlctlWorld} from '../prlctl-world.ts';

/** A program that holds a subscription, once its first event came. */
const startHolder = async (bin: string) => {
	const holder = spawn(process.execPath, [join(import.meta.dirname, 'feed-holder.ts')], {env: {PATH: bin}});
	onTestFinished(() => {
		holder.kill('SIGKILL');
	});
	const gone = new Promise((resolve) => holder.once('close', resolve));
	let said = '';
	await new Promise<void>((resolve) => {
		holder.stdout.on('data', (text: Buffer) => {
			said += text;
			if (said.includes('event\n')) {
				resolve();
			}
		});
	});
	return {holder, gone};
};

test.each([
	['SIGKILL', true],
	['SIGKILL', false],
	['SIGHUP', true],
	['SIGTERM', true],
] as const)('a program that ends by %s leaves no child; stdbuf: %s', async (signal, stdbuf) => {
	const world = createPrlctlWorld({stdbuf});
	const {holder, gone} = await startHolder(world.bin);
	expect(world.running()).toHaveLength(1);
	holder.kill(signal);
	await promptly(gone, 'its end');
	await world.allGone();
});

test('nor does one that crashes', async () => {
	const world = createPrlctlWorld();
	const {holder, gone} = await startHolder(world.bin);
	holder.stdin.write('now');
	await promptly(gone, 'its end');
	await world.allGone();
});
