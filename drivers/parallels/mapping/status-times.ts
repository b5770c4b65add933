import type {Machine} from '../machines/machine.ts';

/** Tells since when each machine has its present status, by uuid, monotonic seconds; forgets the machines that are not given. */
export type StatusTimes = (
	machines: readonly Pick<Machine, 'uuid' | 'status'>[],
	now: number,
) => ReadonlyMap<string, number>;

/** prlctl gives no such time: a status counts from when it was first seen. */
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
