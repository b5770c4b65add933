import {expect, test} from 'vitest';
import {openMachineList} from '../../../drivers/parallels/machine-list.ts';
import type {Machine} from '../../../drivers/parallels/machines/machine.ts';
import {createFakeClock} from '../../helpers/fake-clock.ts';
import {promptly} from '../../helpers/promptly.ts';

const never = new AbortController().signal;
const machine = (name: string, status = 'running'): Machine => ({uuid: name, name, kind: 'vm', status});

/** @param long what each long list is */
const open = async (long: () => Promise<readonly Machine[]>) => {
	const clock = createFakeClock();
	const asked = {short: 0, long: 0};
	let present: readonly Machine[] = [machine('web1')];
	const lister = {
		short: async () => {
			asked.short += 1;
			return present;
		},
		long: () => {
			asked.long += 1;
			return long();
		},
		close: async () => {},
	};
	const book = await openMachineList(clock, lister, never);
	return {
		clock,
		book,
		asked,
		change: (machines: readonly Machine[]) => {
			present = machines;
		},
	};
};

test('a long list that takes its time holds up the first refresh only, until its signal', async () => {
	const {book, clock, change} = await open(() => new Promise(() => {}));
	const stopping = new AbortController();
	const first = book.refresh(stopping.signal);
	await clock.settle();
	stopping.abort();
	await promptly(first, 'the first refresh');
	change([machine('web1', 'stopped')]);
	await clock.advance(5);
	await promptly(book.refresh(never), 'the next refresh');
	expect(book.machines().map(({status}) => status)).toEqual(['stopped']);
});

test('a machine that no long list describes does not have it asked for again and again', async () => {
	const {book, clock, asked, change} = await open(async () => []);
	for (let round = 0; round < 10; round += 1) {
		await book.refresh(never);
		await clock.advance(5);
	}

	expect(asked).toEqual({short: 10, long: 1});
	change([machine('web1'), machine('new')]);
	await book.refresh(never);
	await book.refresh(never);
	expect(asked.long).toBe(2);
});

test('a list that is doubted is read anew after a second', async () => {
	const {book, clock, asked} = await open(async () => []);
	await book.refresh(never, true);
	expect(asked.short).toBe(1);
	await clock.advance(1);
	await book.refresh(never);
	expect(asked.short).toBe(1);
	await book.refresh(never, true);
	expect(asked.short).toBe(2);
});
