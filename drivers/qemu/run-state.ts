import type {DomainState} from '../../source/sample.ts';
import {asRecord, asText} from '../qmp/json-value.ts';

/** QEMU's RunState (qapi/run-state.json). Where it waits for a migration or stopped on an error of its own, it is paused. */
const states: ReadonlyMap<string, DomainState> = new Map([
	['running', 'running'],
	['colo', 'running'],
	['debug', 'paused'],
	['finish-migrate', 'paused'],
	['inmigrate', 'paused'],
	['io-error', 'paused'],
	['paused', 'paused'],
	['postmigrate', 'paused'],
	['prelaunch', 'paused'],
	['restore-vm', 'paused'],
	['save-vm', 'paused'],
	['watchdog', 'paused'],
	['shutdown', 'shutdown'],
	['suspended', 'suspended'],
	['guest-panicked', 'crashed'],
	['internal-error', 'crashed'],
]);

/** From the reply to query-status. @throws QmpFault */
export const parseRunState = (value: unknown): DomainState =>
	states.get(asText(asRecord(value, 'query-status').status, 'a status')) ?? 'unknown';
