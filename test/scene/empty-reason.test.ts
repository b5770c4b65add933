import {describe, expect, test} from 'vitest';
import type {ConnectionStatus} from '../../source/driver/driver.ts';
import type {Reading} from '../../source/driver/reading.ts';
import {emptyReason} from '../../source/scene/empty-reason.ts';
import {sceneOf} from '../../source/scene/scene.ts';
import {usageOf} from '../../source/usage/usage.ts';
import type {View} from '../../source/view/view.ts';
import {aDomain, aReading, aSample, momentAt} from '../helpers/sample-builder.ts';
import {someView} from '../helpers/some-view.ts';

const connection = (name: string, state: ConnectionStatus['state'], wasRead = true): Reading =>
	aReading(wasRead ? aSample([], {host: {id: name, name: `${name}.example`}}) : undefined, {
		uri: `qemu+ssh://${name}.example/system`,
		status: {state, message: `${name} is ${state}.`},
	});

const reasonOn = (view: View, ...readings: readonly Reading[]): string =>
	emptyReason(
		sceneOf({
			usage: usageOf(undefined, readings, momentAt(100)),
			statuses: new Map(),
			view,
			size: {columns: 80, rows: 24},
			terminalStyle: {colour: false, ascii: false},
		}),
	);

const reason = (...readings: readonly Reading[]): string => reasonOn(someView(), ...readings);

describe('an empty table', () => {
	test('of vCPUs says that no domain has one, where all domains are off', () => {
		const off = aDomain('web', {state: 'shutoff', vcpus: undefined, vcpusReason: undefined});
		expect(reasonOn(someView({page: 'cpu'}), aReading(aSample([off])))).toBe('No domain has a vCPU.');
	});

	test('says where nothing runs', () => {
		expect(reason(connection('a', 'reading'))).toBe('No domains are running on a.example.');
		expect(reason(connection('a', 'reading'), connection('b', 'reading'))).toBe(
			'No domains are running on 2 hosts.',
		);
	});

	test('says what is the matter with those that could not be read', () => {
		expect(
			reason(
				connection('a', 'reading'),
				connection('b', 'lost', false),
				connection('c', 'connecting', false),
				connection('d', 'lost'),
			),
		).toBe('No domains are running where it can be read. b is lost. c is connecting. d is lost.');
	});

	test('never says that nothing runs where what was asked never answered', () => {
		const silent = aReading({...aSample([]), unanswered: '/run/a.sock has not answered for 3 s.'});
		expect(reason(silent)).toBe('/run/a.sock has not answered for 3 s.');
		expect(reason(connection('a', 'reading'), silent)).toBe(
			'No domains are running where it can be read. /run/a.sock has not answered for 3 s.',
		);
	});

	test('never says that nothing runs where nothing could be read', () => {
		expect(reason(connection('a', 'lost', false), connection('b', 'connecting', false))).toBe(
			'a is lost. b is connecting.',
		);
		expect(reason(connection('a', 'lost'), connection('b', 'lost'))).toBe('a is lost. b is lost.');
	});
});
