import {hostNames} from '../usage/host-names.ts';
import type {Usage} from '../usage/usage.ts';

/** The part of a title that says which host something is on; empty where there is one host. */
export const hostTitle = ({hosts}: Usage, host: string): readonly string[] => {
	const name = hosts.length > 1 ? hostNames(hosts).get(host) : undefined;
	return name === undefined ? [] : [`on ${name}`];
};
