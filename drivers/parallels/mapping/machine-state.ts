import type {Domain, DomainState, StateTold} from '../../../source/model/sample.ts';

/**
prlctl's words (vmstate2str of prlctl's Utils.cpp) as libvirt's driver for the same machines takes them
(prlsdkConvertDomainState of vz_sdk.c): a suspended machine is saved to disk and off, a mounted one has only its disks in
use. What is under way is told beside the state, so a machine that migrates, is saved or photographed is running here.
*/
const states: ReadonlyMap<string, DomainState> = new Map([
	['running', 'running'],
	['paused', 'paused'],
	['stopped', 'shutoff'],
	['suspended', 'shutoff'],
	['mounted', 'shutoff'],
	['stopping', 'shutdown'],
	['starting', 'running'],
	['restoring', 'running'],
	['resetting', 'running'],
	['pausing', 'running'],
	['suspending', 'running'],
	['compacting', 'running'],
	['snapshoting', 'running'],
	['continuing', 'running'],
	['migrating', 'running'],
	['resuming', 'running'],
	['reconnecting', 'running'],
]);

/** Words for something that is under way. */
const underWay: ReadonlySet<string> = new Set([
	'starting',
	'restoring',
	'resetting',
	'pausing',
	'suspending',
	'stopping',
	'compacting',
	'snapshoting',
	'continuing',
	'migrating',
	'del_snapshot',
	'resuming',
	'syncing',
	'reconnecting',
]);

/** Why, where prlctl's word says more than the state. */
const told: ReadonlyMap<string, Pick<Domain, 'stateReason' | 'stateWord'>> = new Map([
	['paused', {stateReason: 'paused by user'}],
	['suspended', {stateReason: 'suspended: saved to its disk', stateWord: 'saved'}],
	['mounted', {stateReason: 'only its disks are mounted', stateWord: 'mounted'}],
]);

/** What a person reads instead of prlctl's word, where that is none. */
const plainWords: ReadonlyMap<string, string> = new Map([
	['snapshoting', 'snapshotting'],
	['del_snapshot', 'deleting a snapshot'],
]);

/** @param seconds since prlctl gives this status. */
export const machineState = (status: string, seconds: number): StateTold & Pick<Domain, 'busy'> => ({
	state: states.get(status) ?? 'unknown',
	...(told.get(status) ??
		(states.has(status) ? {} : {stateReason: `prlctl calls it ${status || 'nothing'}`})),
	busy: underWay.has(status) ? {reason: plainWords.get(status) ?? status, seconds} : undefined,
});
