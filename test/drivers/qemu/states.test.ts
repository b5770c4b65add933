import {expect, test} from 'vitest';
import {createCapturedWorld, domainOf, sampleOf} from './captured-world.ts';
import type {Message} from './recording.ts';

/** A guest in a run state, with the io-status of each of its disks. */
const guestIn = async (status: string, statuses: readonly (string | undefined)[] = []) => {
	const world = createCapturedWorld(['qa']);
	const qemu = await world.start('qa');
	qemu.change('query-status', (reply): Message => ({...reply, return: {status, running: false}}));
	qemu.change('query-block', (reply): Message => {
		const entries = reply.return as readonly Message[];
		const given = entries.map((entry, place) => ({...entry, 'io-status': statuses[place] ?? 'ok'}));
		return {...reply, return: given};
	});
	const connection = await world.connect();
	const sample = await sampleOf(connection);
	return {qemu, connection, domain: domainOf(sample, 'qa'), problems: sample.problems};
};

test('a guest that a full disk stopped says which, with its source, and what to do', async () => {
	const {domain, problems} = await guestIn('io-error', ['ok', 'nospace']);
	const [, full] = domain.disks ?? [];
	const stateReason = `no space left for ${full?.name}, ${full?.source}`;
	expect(full?.source).toMatch(/^\//);
	expect(domain).toMatchObject({state: 'paused', stateReason, stateWord: 'no space', stateFault: 'no space'});
	expect(problems).toEqual([
		{
			kind: 'state',
			domain: domain.key,
			message: `qa was stopped: ${stateReason}.`,
			advice: 'Free space there, then resume it: cont on its QMP socket.',
		},
	]);
});

test('a full disk is told before one that failed, and how many more there are', async () => {
	const {domain} = await guestIn('io-error', ['failed', 'nospace']);
	const [, full] = domain.disks ?? [];
	expect(domain.stateReason).toBe(`no space left for ${full?.name}, ${full?.source}, and 1 more`);
	const failed = await guestIn('io-error', ['failed']);
	expect(failed.domain).toMatchObject({
		stateWord: 'io-error',
		stateFault: 'I/O error',
		stateReason: expect.stringMatching(/^I\/O error of disk0, \//),
	});
});

test('where no disk tells, it is an I/O error all the same', async () => {
	const {domain, problems} = await guestIn('io-error');
	expect(domain.stateReason).toBe('I/O error');
	expect(problems).toMatchObject([{message: 'qa was stopped: I/O error.'}]);
});

test('query-block is asked anew only of a guest that an I/O error stopped', async () => {
	for (const [status, more] of [
		['paused', 0],
		['running', 0],
		['watchdog', 0],
		['io-error', 1],
	] as const) {
		const {qemu, connection} = await guestIn(status);
		const asked = () => qemu.asked.filter((command) => command === 'query-block').length;
		const before = asked();
		await sampleOf(connection);
		expect([status, asked() - before]).toEqual([status, more]);
	}
});

test('an intended pause is no problem, an expired watchdog is one', async () => {
	const paused = await guestIn('paused');
	expect([paused.domain.state, paused.domain.stateReason]).toEqual(['paused', 'paused by user']);
	expect(paused.problems).toEqual([]);
	const watchdog = await guestIn('watchdog');
	expect(watchdog.domain.state).toBe('paused');
	expect(watchdog.problems).toMatchObject([
		{kind: 'state', message: 'qa was stopped: its watchdog expired.'},
	]);
});
