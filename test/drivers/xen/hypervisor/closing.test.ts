import {expect, test} from 'vitest';
import {eventually} from '../../../helpers/eventually.ts';
import {promptly} from '../../../helpers/promptly.ts';
import {createHypervisorWorld} from './hypervisor-world.ts';

test('closing ends the child by its input, and nothing is read any more', async () => {
	const {read, ask, commands, hypervisor} = createHypervisorWorld();
	await read();
	await promptly(hypervisor.close(), 'closing');
	expect(commands.running()).toBe(0);
	await hypervisor.close();
	expect(await ask()).toBeUndefined();
	expect(commands.started).toHaveLength(1);
});

test('closing ends what is being asked', async () => {
	const {read, ask, commands, hypervisor} = createHypervisorWorld();
	await read();
	commands.hush();
	const waiting = ask();
	await promptly(hypervisor.close(), 'closing');
	expect(await waiting).toMatchObject({kind: 'hypervisor'});
});

test('closing ends the search for a way', async () => {
	const {askBriefly, clock, commands, hypervisor} = createHypervisorWorld();
	commands.behave('python', (child) => child.onInputEnd(() => child.exit(0)));
	expect(await askBriefly()).toBeUndefined();
	await promptly(hypervisor.close(), 'closing');
	await clock.advance(60);
	expect(commands.started).toEqual(['python3 -E -s -u -c']);
	expect(commands.running()).toBe(0);
});

test('a child that does not end with its input is killed', async () => {
	const {askBriefly, clock, commands, hypervisor} = createHypervisorWorld();
	commands.behave('python', () => {});
	expect(await askBriefly()).toBeUndefined();
	const closing = hypervisor.close();
	await clock.advance(0.9);
	expect(commands.running()).toBe(1);
	await clock.advance(0.2);
	await promptly(closing, 'closing');
	expect(commands.running()).toBe(0);
});

test('one that the kernel holds does not keep the closing waiting', async () => {
	const {askBriefly, clock, commands, hypervisor} = createHypervisorWorld();
	let release = () => {};
	commands.behave('python', (child) => {
		child.hold();
		release = () => child.exit(null, 'SIGKILL');
	});
	expect(await askBriefly()).toBeUndefined();
	const closing = hypervisor.close();
	await clock.advance(1.1);
	await clock.advance(1.1);
	await promptly(closing, 'closing');
	release();
	await eventually(commands.running).toBe(0);
});

test('an xl under way is killed at once', async () => {
	const {askBriefly, commands, hypervisor} = createHypervisorWorld();
	commands.install('xl');
	commands.behave('xl', () => {});
	expect(await askBriefly()).toBeUndefined();
	await promptly(hypervisor.close(), 'closing');
	expect(commands.running()).toBe(0);
});
