import {expect, test} from 'vitest';
import {eventually} from '../../../helpers/eventually.ts';
import {createFakeClock} from '../../../helpers/fake-clock.ts';
import {createFailedChild} from '../../xen/fake-child.ts';
import {createPrlctlWorld} from '../prlctl-world.ts';
import {openFeed} from './open-feed.ts';

const dispatcher =
	'Look whether the dispatcher runs: systemctl status prl-disp, or service parallels-server status on older hosts.';

test.each([
	[
		'service down',
		'prlctl statistics ended with status 253: Login failed: Unable to connect to Virtuozzo.',
		dispatcher,
	],
	[
		'login refused',
		'prlctl statistics ended with status 255: Login failed: Incorrect user name or password.',
		'Run domtop as root, or as a user whom the dispatcher lets in.',
	],
	[
		'access denied',
		'prlctl statistics ended: Access denied.',
		'Run domtop as root, or as a user who may see every machine of this host.',
	],
	[
		'frozen',
		'prlctl statistics ended with status 254.',
		'Try prlctl statistics by hand to see what is wrong.',
	],
	[
		'odd',
		'prlctl statistics ended with status 77: Something \uFFFD[31modd.',
		'Try prlctl statistics by hand to see what is wrong.',
	],
] as const)('it ends by %s', async (start, message, advice) => {
	const {ended, ends, events} = openFeed(createPrlctlWorld({state: {start}}));
	expect(await ended).toEqual({kind: 'subscription', message, advice});
	expect([ends.length, events.length]).toEqual([1, 0]);
});

test.each([true, false])('it ends as there is no prlctl; stdbuf: %s', async (stdbuf) => {
	const {ended} = openFeed(createPrlctlWorld({prlctl: false, stdbuf}));
	expect(await ended).toEqual({
		kind: 'subscription',
		message: expect.stringMatching(
			/^prlctl statistics cannot be run: .*prlctl.*: No such file or directory\.$/,
		),
		advice: 'Run domtop on a Virtuozzo or Parallels host, with prlctl in PATH.',
	});
});

test.each(['EMFILE', 'EAGAIN'])('it ends as it cannot be started: %s', async (code) => {
	const {ended} = openFeed({spawn: () => createFailedChild(code)});
	expect(await ended).toEqual({
		kind: 'subscription',
		message: `prlctl statistics cannot be started (${code}).`,
		advice: 'Look whether memory, processes or descriptors have run out.',
	});
});

test.each([
	['SIGKILL', 'prlctl statistics was ended by SIGKILL.', /^Look who ended it/],
	['SIGTERM', 'prlctl statistics ended.', /^It is started again by itself/],
] as const)('it ends by somebody’s %s', async (signal, message, advice) => {
	const world = createPrlctlWorld();
	const {event, ended} = openFeed(world);
	await event();
	process.kill(world.running()[0] ?? 0, signal);
	expect(await ended).toEqual({kind: 'subscription', message, advice: expect.stringMatching(advice)});
});

test('it ends by silence, after an event came: it is ended too', async () => {
	const clock = createFakeClock();
	const world = createPrlctlWorld();
	const {event, ends, events} = openFeed({spawn: world.spawn, clock});
	await event();
	world.change({isHung: true});
	await eventually(async () => {
		await clock.advance(1);
		return ends;
	}).toEqual([
		{
			kind: 'no event',
			message: expect.stringMatching(/^prlctl statistics sent nothing for \d+ s\.$/),
			advice: dispatcher,
		},
	]);
	const count = events.length;
	await world.allGone();
	expect(world.calls().at(-1)).toMatchObject({ended: 'end of input'});
	expect([ends.length, events.length]).toEqual([1, count]);
});

test('it does not end by silence before the first event: that is for whoever subscribed', async () => {
	const clock = createFakeClock();
	const world = createPrlctlWorld({state: {start: 'silent'}});
	const {ends} = openFeed({spawn: world.spawn, clock});
	await eventually(world.calls).toHaveLength(1);
	await clock.advance(100);
	expect(ends).toEqual([]);
	expect(world.running()).toHaveLength(1);
});

test('it keeps little of what is said on standard error', async () => {
	const complaint = `${'x'.repeat(300)}\n`.repeat(2000);
	const {ended} = openFeed(createPrlctlWorld({state: {start: 'frozen', complaint}}));
	expect((await ended).message.length).toBeLessThan(300);
});
