import type {Machine} from '../machines/machine.ts';

/** When each machine entered its present status: monotonic seconds by uuid. Forgets the machines that are not given. */
export type StatusTimes = (
	machines: readonly Pick<Machine, 'uuid' | 'status'>[],
	now: number,
) => ReadonlyMap<string, number>;

/** prlctl does not report this time, so a status counts from when it was first seen. */
export const createStatusTimes = (): StatusTimes => {
	let seen: ReadonlyMap<string, {readonly status: string; readonly since: number}> = new Map();
	return (machines, now) => {
		seen = new Map(
			machines.map(({uuid, status}) => {
				const before = seen.get(uuid);
				return [uuid, before?.status === status ? before : {status, since: now}];
			}),
		);
		return new Map([...seen].map(([uuid, {since}]) => [uuid, since]));
	};
};
