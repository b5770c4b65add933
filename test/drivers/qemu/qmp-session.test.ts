import {expect, test} from 'vitest';
import type {PinnedPath} from '../../../drivers/linux/pin-path.ts';
import {freshKnowledge} from '../../../drivers/qemu/ask-guest.ts';
import {domainStatus} from '../../../drivers/qemu/domain-status.ts';
import type {GuestFace, GuestReading} from '../../../drivers/qemu/mapping/domain.ts';
import type {MonitorAddress} from '../../../drivers/qemu/monitor-address.ts';
import {createQmpSession} from '../../../drivers/qemu/qmp-session.ts';
import {SocketRefusal} from '../../../drivers/qemu/socket-refusal.ts';
import type {TroubleKind} from '../../../drivers/qemu/trouble.ts';
import {createLimit} from '../../../source/async/limit.ts';
import {deferred} from '../../../source/async/wait.ts';
import {createHandClock} from '../../helpers/hand-clock.ts';

test('a socket whose check takes too long is called unchecked, and is checked again once that check ended', async () => {
	const clock = createHandClock();
	const check = deferred<PinnedPath>();
	let checks = 0;
	const {talk} = createQmpSession(
		{clock},
		{
			sockets: [{path: '/run/q', bound: '/run/q', waits: false}],
			admit: () => {
				checks += 1;
				return check.promise;
			},
			occupancy: () => Promise.reject(new Error('It was let in.')),
			keepsPin: false,
		},
	);
	const refusal = async (): Promise<unknown> =>
		talk({timeoutSeconds: 5, since: 0, limit: createLimit(1)}, () => Promise.resolve()).catch(
			(error: unknown) => error instanceof SocketRefusal && error.kind,
		);

	const first = refusal();
	await clock.advance(1);
	expect(await first).toBe('unchecked');
	expect(await refusal()).toBe('unchecked');
	expect(checks).toBe(1);
	check.reject(new SocketRefusal('odd'));
	await clock.advance(0);
	expect(await refusal()).toBe('odd');
	expect(checks).toBe(2);
});

test('while a socket is not checked, the last reading stays and no file system is blamed', () => {
	const clock = createHandClock();
	const last = {name: 'web', state: 'running'} as unknown as GuestReading;
	const statusWith = (kind: TroubleKind) =>
		domainStatus(
			{
				process: undefined,
				local: undefined,
				face: {name: 'web'} as GuestFace,
				knowledge: freshKnowledge(),
				last,
				nicsHidden: false,
				trouble: {kind, since: 0, detail: '', path: '/run/q'},
			},
			{sockets: [{path: '/run/q', bound: '/run/q', waits: false}]} as unknown as MonitorAddress,
			{clock, readOnly: false},
		);
	expect(statusWith('unchecked').reading).toEqual(last);
	expect(statusWith('unchecked').reports).toMatchObject([
		{message: 'The QMP socket /run/q of web was not checked in time: it is not opened.'},
	]);
	expect(statusWith('remote').reading).toBeUndefined();
});
