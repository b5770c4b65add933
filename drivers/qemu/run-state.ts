import type {StateTold} from '../../source/model/sample.ts';
import {asRecord, asText} from '../qmp/json-value.ts';

/**
QEMU's RunState (qapi/run-state.json; `preconfig` before 6.0). A domain that waits for a migration, or stopped on an
error of its own, is paused.
*/
const states: ReadonlyMap<string, StateTold> = new Map([
	['running', {state: 'running'}],
	['colo', {state: 'running', stateReason: 'it runs in step with its COLO replica'}],
	['debug', {state: 'paused', stateReason: 'its debugger holds it', stateWord: 'debugged'}],
	['finish-migrate', {state: 'paused', stateReason: 'its migration ends', stateWord: 'migrates'}],
	['inmigrate', {state: 'paused', stateReason: 'it waits for an incoming migration', stateWord: 'incoming'}],
	['io-error', {state: 'paused', stateReason: 'I/O error', stateWord: 'io-error', stateFault: 'I/O error'}],
	['paused', {state: 'paused', stateReason: 'paused by user'}],
	[
		'postmigrate',
		{state: 'paused', stateReason: 'it was migrated or saved to a file', stateWord: 'migrated'},
	],
	['preconfig', {state: 'paused', stateReason: 'started with --preconfig, and not configured yet'}],
	['prelaunch', {state: 'paused', stateReason: 'started with -S, and not run yet'}],
	['restore-vm', {state: 'paused', stateReason: 'a saved state is loaded', stateWord: 'loading'}],
	['save-vm', {state: 'paused', stateReason: 'its state is saved', stateWord: 'saving'}],
	[
		'watchdog',
		{state: 'paused', stateReason: 'its watchdog expired', stateWord: 'watchdog', stateFault: 'watchdog'},
	],
	['shutdown', {state: 'shutdown', stateReason: 'the guest has shut down, and QEMU stays'}],
	['suspended', {state: 'suspended', stateReason: 'the guest sleeps, suspended to memory'}],
	['guest-panicked', {state: 'crashed', stateReason: 'the guest panicked', stateFault: 'crashed'}],
	['internal-error', {state: 'crashed', stateReason: 'QEMU met an internal error', stateFault: 'crashed'}],
] as const);

/** Parses the reply to query-status. @throws QmpFault */
export const parseRunState = (value: unknown): StateTold =>
	states.get(asText(asRecord(value, 'query-status').status, 'a status')) ?? {state: 'unknown'};
