import {onTestFinished} from 'vitest';
import {createQdiskAsker} from '../../../../drivers/xen/backend/qdisk-asker.ts';
import type {StoreDisk} from '../../../../drivers/xenstore/store-domain.ts';
import type {Clock} from '../../../../source/async/clock.ts';
import {createPatientClock} from '../../../helpers/patient-clock.ts';
import {temporaryFolder} from '../../../helpers/temporary-folder.ts';
import {type FakeQemu, startFakeQemu} from '../../qemu/fake-qemu.ts';
import {type Message, readRecording, recordedReply} from '../../qemu/recording.ts';
import {xenFixture} from '../captured-tree.ts';

export type QdiskRecording = 'before' | 'after' | 'two';

const recordingOf = (name: QdiskRecording): string => `../xen/qmp/${name}.jsonl`;

/** One entry of what QEMU answered to query-blockstats. */
export type RecordedEntry = Message & {readonly stats: Readonly<Record<string, number>>};

export const recordedEntries = (name: QdiskRecording): readonly RecordedEntry[] =>
	recordedReply(recordingOf(name), 'query-blockstats') as readonly RecordedEntry[];

/** The QDisk as xenstore had it when it was recorded. */
export const storedQdisk = (): StoreDisk => {
	const value = (key: string): string =>
		new RegExp(`^/local/domain/0/backend/qdisk/1/51824/${key} = "(.*)"$`, 'm').exec(
			xenFixture('backend/xenstore-running.txt'),
		)?.[1] ?? '';
	return {devid: 51824, backend: 'qdisk', backendDomain: 0, name: value('dev'), source: value('params')};
};

export const socketPath = (domid: number): string => `/run/xen/qmp-libxenstat-${domid}`;

export const createQdiskWorld = (clock: Clock = createPatientClock()) => {
	const root = temporaryFolder();
	const asker = createQdiskAsker({root, clock});
	onTestFinished(asker.close);
	return {
		root,
		clock,
		asker,
		/** The QEMU of a domain, answering from a recording. */
		start: (name: QdiskRecording, path = socketPath(1)): Promise<FakeQemu> =>
			startFakeQemu(`${root}${path}`, readRecording(recordingOf(name))),
		ask: (disks: readonly StoreDisk[] = [storedQdisk()], domid = 1, signal = new AbortController().signal) =>
			asker.ask(domid, disks, signal),
	};
};
