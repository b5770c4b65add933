import type {Domain, DomainState, StateTold} from '../../../source/model/sample.ts';

/**
prlctl's names of states (vmstate2str of prlctl's Utils.cpp), mapped as in libvirt's driver for the same machines
(prlsdkConvertDomainState of vz_sdk.c). A suspended machine is saved to disk and off. Of a mounted machine only the disks
are in use. A job in progress stands beside the state, so a machine that migrates, is saved or snapshotted is running here.
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

/** prlctl's names of jobs in progress. */
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

/** The reason of a state, where prlctl's name says more than the state. */
const stateReasons: ReadonlyMap<string, Pick<Domain, 'stateReason' | 'stateWord'>> = new Map([
	['paused', {stateReason: 'paused by user'}],
	['suspended', {stateReason: 'suspended: saved to its disk', stateWord: 'saved'}],
	['mounted', {stateReason: 'only its disks are mounted', stateWord: 'mounted'}],
]);

/** What a person reads where prlctl's name is not plain English. */
const plainNames: ReadonlyMap<string, string> = new Map([
	['snapshoting', 'snapshotting'],
	['del_snapshot', 'deleting a snapshot'],
]);

/** @param seconds for which prlctl has given this status. */
export const machineState = (status: string, seconds: number): StateTold & Pick<Domain, 'busy'> => ({
	state: states.get(status) ?? 'unknown',
	...(stateReasons.get(status) ??
		(states.has(status) ? {} : {stateReason: `prlctl calls it ${status || 'nothing'}`})),
	busy: underWay.has(status) ? {reason: plainNames.get(status) ?? status, seconds} : undefined,
});
