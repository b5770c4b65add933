import {applyBlock} from '../../../../drivers/parallels/mapping/apply-block.ts';
import {domainOfMachine} from '../../../../drivers/parallels/mapping/domain.ts';
import type {MachineReading} from '../../../../drivers/parallels/mapping/machine-reading.ts';
import {type DomainUsage, domainUsage} from '../../../../source/usage/domain-usage.ts';
import {someBlock, someMachine} from './some-machine.ts';

/** Bytes that are read in a second. */
export const trueRate = 1e6;

/** What a person saw of it, each time there was something new. */
export type Shown = {
	/** Seconds since the first event. */
	readonly at: number;
	/** What was shown, as a share of the truth. */
	readonly share: number | undefined;
	readonly interval: number | undefined;
};

export type Load = {
	/** Seconds between two readings of the service; 0: each event is one. */
	readonly updateInterval: number;
	/** Seconds since such a reading at the first event. */
	readonly phase: number;
	/** Seconds between events, one after the other, again and again. */
	readonly pauses: readonly number[];
	/** Seconds between refreshes. */
	readonly delay: number;
	readonly seconds: number;
	/** Is it at work at that second? Absent: always. */
	readonly works?: (second: number) => boolean;
};

const worked = (works: Load['works'], seconds: number): number => {
	let sum = 0;
	for (let second = 0; second < seconds; second++) {
		sum += (works?.(second) ?? true) ? Math.min(1, seconds - second) : 0;
	}

	return sum;
};

/** A machine at work, through the service, the driver's meaning and the usage of each refresh. */
export const watchLoad = ({updateInterval, phase, pauses, delay, seconds, works}: Load) => {
	const begin = 1000;
	const shown: Shown[] = [];
	let oldest = 0;
	let reading: MachineReading | undefined;
	let usage: DomainUsage | undefined;
	let refresh = delay;
	let event = 0;

	const publish = (now: number): void => {
		const domain = domainOfMachine(someMachine(), reading, {now: begin + now});
		const isNew = usage?.domain.at !== domain.at;
		const place = {host: 'vz1', uri: 'prlctl:', driver: 'parallels', rowKey: 'web1'};
		usage = domainUsage(usage, domain, place, begin + now, 'physical');
		oldest = Math.max(oldest, usage.age);
		if (isNew) {
			const rate = usage.readBytesPerSecond;
			shown.push({
				at: now,
				share: rate === undefined ? undefined : rate / trueRate,
				interval: usage.interval,
			});
		}
	};

	for (let now = 0; now < seconds; now += pauses[event++ % pauses.length] ?? 1) {
		for (; refresh < now; refresh += delay) {
			publish(refresh);
		}

		const readAt = updateInterval === 0 ? now : Math.floor((now + phase) / updateInterval) * updateInterval;
		const bytes = 1e9 + Math.round(worked(works, readAt) * trueRate);
		const block = someBlock({'guest.vcpu0.time': 5e9 + bytes, 'devices.scsi0.read_total': bytes});
		reading = applyBlock(reading, block, {at: begin + now, wall: 1e12 + now * 1000});
	}

	return {shown, oldest, reading};
};
