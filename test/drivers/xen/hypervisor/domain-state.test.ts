import {expect, test} from 'vitest';
import {type DomainFlags, domainState} from '../../../../drivers/xen/hypervisor/domain-state.ts';

const none: DomainFlags = {
	dying: false,
	crashed: false,
	shutdown: false,
	shutdownReason: 255,
	paused: false,
	blocked: false,
};

test.each([
	[{}, 'running'],
	[{blocked: true}, 'idle'],
	[{paused: true}, 'paused'],
	[{paused: true, blocked: true}, 'paused'],
	[{shutdown: true, shutdownReason: 0}, 'shutdown'],
	[{shutdown: true, shutdownReason: 1, paused: true}, 'shutdown'],
	[{shutdown: true, shutdownReason: undefined}, 'shutdown'],
	[{shutdown: true, shutdownReason: 2}, 'suspended'],
	[{shutdown: true, shutdownReason: 3}, 'crashed'],
	[{crashed: true, shutdownReason: 3}, 'crashed'],
	[{shutdownReason: 3}, 'running'],
	[{dying: true, shutdown: true, shutdownReason: 3, paused: true}, 'dying'],
] as const)('%j is %s', (flags, state) => {
	expect(domainState({...none, ...flags}).state).toBe(state);
});

test.each([
	[{paused: true}, 'paused by user or a tool', undefined],
	[{shutdown: true, shutdownReason: 0}, 'the guest has powered off, and is kept', undefined],
	[{shutdown: true, shutdownReason: 2}, 'suspended, to be saved or migrated', undefined],
	[{shutdown: true, shutdownReason: 3}, 'the guest crashed', 'crashed'],
	[{shutdown: true, shutdownReason: 4}, 'its watchdog expired', 'watchdog'],
	[{shutdown: true, shutdownReason: 99}, undefined, undefined],
	[{blocked: true}, undefined, undefined],
] as const)('%j says why: %s', (flags, stateReason, stateFault) => {
	const told = domainState({...none, ...flags});
	expect([told.stateReason, told.stateFault]).toEqual([stateReason, stateFault]);
	expect((told.stateWord ?? '').length).toBeLessThanOrEqual(8);
});
