import {expect, test} from 'vitest';
import {diskFault} from '../../source/driver/disk-fault.ts';
import {stateReport} from '../../source/driver/state-report.ts';
import {aDomain} from '../helpers/sample-builder.ts';

const advice = {resume: 'virsh resume web', causeHint: 'see its log'};

test('an error is a problem with what to do; a state that a person chose is none', () => {
	const full = aDomain('web', diskFault([{name: 'vdb', source: '/images/b.raw', isFull: true}]));
	expect(stateReport(full, advice)).toEqual({
		kind: 'state',
		message: 'web was stopped: no space left for vdb, /images/b.raw.',
		advice: 'Free space there, then resume it: virsh resume web.',
	});
	const off = aDomain('web', {state: 'shutoff', stateReason: 'it crashed', stateFault: 'crashed'});
	expect(stateReport(off, advice)).toMatchObject({
		message: 'web is off: it crashed.',
		advice: 'Find out why (see its log), then start it again.',
	});
	const crashed = aDomain('web', {state: 'crashed', stateFault: 'crashed'});
	expect(stateReport(crashed, advice)).toMatchObject({message: 'web crashed.'});
	const running = aDomain('web', {
		state: 'running',
		stateReason: 'its migration failed',
		stateFault: 'failed',
	});
	expect(stateReport(running, advice)).toMatchObject({
		message: 'web is in trouble: its migration failed.',
		advice: 'It runs on; find out why: see its log.',
	});
	expect(
		stateReport(aDomain('web', {state: 'paused', stateReason: 'paused by user'}), advice),
	).toBeUndefined();
});

test('a disk without a source is named by its name, and no disk by what happened', () => {
	expect(diskFault([{name: 'vda'}, {name: 'vdb'}]).stateReason).toBe('I/O error of vda, and 1 more');
	expect(diskFault([]).stateReason).toBe('I/O error');
	const long = {name: 'vda', source: `/${'x'.repeat(10_000)}`, isFull: true};
	expect(diskFault([long]).stateReason?.length).toBeLessThan(6000);
});
