import type {Disk} from '../../../source/model/sample.ts';
import type {DiskLoad, DiskPlan} from '../host-plan.ts';
import {goesOn, roundStart} from '../recurring.ts';
import {accumulated} from '../wave.ts';

const secondsOfRequests = 23;

/** The time spent grows with the requests made, not with the clock: without requests, no time is spent. */
const timeOf = (load: DiskLoad, requests: number, phase: number): number =>
	accumulated(
		{mean: load.latency, swing: 0.6, every: 1 + load.requests.mean * secondsOfRequests},
		requests,
		phase,
	);

const countedFrom = (plan: DiskPlan, started: number, now: number): number => {
	const every = plan.plugged?.every ?? plan.resetsEvery;
	return every === undefined ? started : Math.max(started, roundStart(every, now));
};

/**
A disk as it is at `now`, of a domain started at `started`, both in seconds since the host's start.
@returns undefined while it is unplugged.
*/
export const simulatedDisk = (
	plan: DiskPlan,
	started: number,
	now: number,
	phase: number,
): Disk | undefined => {
	const {name, source, backend, reads, writes, vbd, plugged, reason} = plan;
	if (plugged && !goesOn(plugged, now)) {
		return undefined;
	}

	if (reason !== undefined) {
		return {name, source, backend, reason};
	}

	const seconds = now - countedFrom(plan, started, now);
	const readRequests = Math.floor(accumulated(reads.requests, seconds, phase));
	const writeRequests = Math.floor(accumulated(writes.requests, seconds, phase + 1));
	const flushRequests = Math.floor(writeRequests / plan.writesPerFlush);
	if (vbd) {
		return {
			name,
			source,
			backend,
			readRequests,
			writeRequests,
			flushRequests,
			discardRequests: 0,
			waitedRequests: Math.floor((readRequests + writeRequests) / 5000),
			readSectors: (readRequests * reads.requestBytes) / 512,
			writeSectors: (writeRequests * writes.requestBytes) / 512,
			physicalSectorBytes: vbd.physicalSectorBytes,
		};
	}

	return {
		name,
		source,
		backend,
		readBytes: readRequests * reads.requestBytes,
		writeBytes: writeRequests * writes.requestBytes,
		readRequests,
		writeRequests,
		flushRequests,
		discardRequests: Math.floor(writeRequests / 40),
		errors: 0,
		readTimeSeconds: timeOf(reads, readRequests, phase),
		writeTimeSeconds: timeOf(writes, writeRequests, phase + 1),
		flushTimeSeconds: flushRequests * writes.latency * 2,
	};
};
