import type {Remote} from '../../../../drivers/libvirt/calls/remote.ts';
import {RemoteError, remoteErrorCode} from '../../../../drivers/libvirt/calls/remote-error.ts';

/** libvirt's answer where a driver has no such call. */
export const unsupported = async (): Promise<never> => {
	throw new RemoteError(
		remoteErrorCode.noSupport,
		'this function is not supported by the connection driver: virSomething',
	);
};

export type FakeRemote = {
	readonly remote: Remote;
	/** What was asked, in order: `domainInfo`, `blockStats xvda`. */
	readonly asked: readonly string[];
	/** The most that were under way at once. */
	readonly most: () => number;
};

/** A connection to a driver that has these calls, and no others. */
export const createFakeRemote = (calls: Partial<Remote>): FakeRemote => {
	const asked: string[] = [];
	let underWay = 0;
	let most = 0;
	const remote = new Proxy(calls, {
		get(target, name: keyof Remote) {
			const call = (target[name] ?? unsupported) as (...given: readonly unknown[]) => Promise<unknown>;
			return async (...given: readonly unknown[]) => {
				const device = typeof given[1] === 'string' ? ` ${given[1]}` : '';
				asked.push(`${String(name)}${device}`);
				underWay += 1;
				most = Math.max(most, underWay);
				try {
					return await call(...given);
				} finally {
					underWay -= 1;
				}
			};
		},
	}) as Remote;
	return {remote, asked, most: () => most};
};
