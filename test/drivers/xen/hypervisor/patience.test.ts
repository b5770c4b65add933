import {expect, test} from 'vitest';
import {eventually} from '../../../helpers/eventually.ts';
import {createHypervisorWorld} from './hypervisor-world.ts';

test('at the signal there is no answer; the next reading takes it, and one question is under way at most', async () => {
	const {read, askBriefly, commands} = createHypervisorWorld();
	await read();
	commands.hush();
	expect(await askBriefly()).toBeUndefined();
	expect(await askBriefly()).toBeUndefined();
	expect(commands.asked()).toBe(2);
	commands.speak();
	expect(await askBriefly()).toMatchObject({domains: [{}, {}, {}]});
	expect(commands.asked()).toBe(2);
});

test('an answer that came when nobody waited gives way to a newer one', async () => {
	const {read, askBriefly, clock, commands} = createHypervisorWorld();
	await read();
	commands.hush();
	expect(await askBriefly()).toBeUndefined();
	commands.speak();
	await clock.advance(60);
	expect((await read()).at).toBe(clock.monotonic());
	expect(commands.asked()).toBe(3);
});

test('and is there where no newer one comes in time', async () => {
	const {read, askBriefly, clock, commands} = createHypervisorWorld();
	const {at} = await read();
	commands.hush();
	expect(await askBriefly()).toBeUndefined();
	commands.speak();
	await clock.advance(2);
	commands.hush();
	expect(await askBriefly()).toMatchObject({at});
	expect(await askBriefly()).toBeUndefined();
	commands.speak();
});

test('one that may not be asked stays so while it is tried again, however long Python takes to start', async () => {
	const {fail, askBriefly, clock, commands} = createHypervisorWorld();
	commands.behave('python', (child) => {
		child.say('{"refusal": "denied", "text": "/dev/xen/privcmd"}\n');
		child.exit(0);
	});
	const report = await fail();
	commands.behave('python', (child) => child.onInputEnd(() => child.exit(0)));
	await clock.advance(1);
	expect(await askBriefly()).toEqual(report);
	expect(await askBriefly()).toEqual(report);
	expect(commands.started).toHaveLength(2);
});

test('a child that does not answer within 15 s is killed, reported, and started again after a pause', async () => {
	const {read, fail, askBriefly, ask, clock, commands} = createHypervisorWorld();
	await read();
	commands.hush();
	const waiting = ask();
	await clock.advance(14.9);
	expect(commands.running()).toBe(1);
	await clock.advance(0.2);
	expect(await waiting).toEqual({
		kind: 'hypervisor',
		message: 'Asking the hypervisor through python3 failed: it did not answer within 15 s.',
		advice: expect.stringMatching(/\.$/),
	});
	await eventually(commands.running).toBe(0);
	const report = await fail();
	expect(commands.started).toHaveLength(1);
	await clock.advance(1);
	expect(await askBriefly()).toEqual(report);
	expect(commands.started).toHaveLength(2);
	await clock.advance(15);
	expect(await fail()).toEqual(report);
	await clock.advance(1.5);
	await fail();
	expect(commands.started).toHaveLength(2);
	await clock.advance(0.5);
	commands.speak();
	await read();
	expect(commands.started).toHaveLength(3);
});

test('the pauses double to half a minute, and are short again after an answer', async () => {
	const {read, fail, clock, commands} = createHypervisorWorld();
	commands.install('python3');
	commands.behave('python', (child) => child.exit(1));
	const starts: number[] = [];
	for (let second = 0; second < 130; second += 1) {
		const before = commands.started.length;
		await fail();
		if (commands.started.length > before) {
			starts.push(second);
		}

		await clock.advance(1);
	}

	expect(starts).toEqual([0, 1, 3, 7, 15, 31, 61, 91, 121]);
	commands.behave('python');
	await clock.advance(30);
	await read();
	commands.behave('python', (child) => child.exit(1));
	commands.edit(() => 'no object');
	await fail();
	const before = commands.started.length;
	await clock.advance(1);
	await fail();
	expect(commands.started.length).toBeGreaterThan(before);
});

test('Python may take longer to start than to answer', async () => {
	const {askBriefly, ask, clock, commands} = createHypervisorWorld();
	commands.behave('python', () => {});
	expect(await askBriefly()).toBeUndefined();
	await clock.advance(59);
	expect(commands.running()).toBe(1);
	await clock.advance(1.5);
	expect(await ask()).toMatchObject({message: expect.stringContaining('it did not answer within 60 s')});
	await eventually(commands.running).toBe(0);
	expect(commands.started).toEqual(['python3 -E -s -u -c']);
});

test('no other child joins one that the kernel holds', async () => {
	const {fail, askBriefly, clock, commands} = createHypervisorWorld();
	let release = () => {};
	commands.behave('python', (child) => {
		child.hold();
		release = () => child.exit(null, 'SIGKILL');
	});
	expect(await askBriefly()).toBeUndefined();
	await clock.advance(61);
	for (let minute = 0; minute < 5; minute += 1) {
		await fail();
		await clock.advance(60);
	}

	expect(commands.started).toHaveLength(1);
	release();
	await eventually(commands.running).toBe(0);
	commands.behave('python');
	expect(await askBriefly()).toMatchObject({domains: [{}, {}, {}]});
});
