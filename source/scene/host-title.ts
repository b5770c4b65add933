import {hostNames} from '../usage/host-names.ts';
import type {Usage} from '../usage/usage.ts';

/** Which host something is on, where there are several: a part of a title. */
export const hostTitle = ({hosts}: Usage, host: string): readonly string[] => {
	const name = hosts.length > 1 ? hostNames(hosts).get(host) : undefined;
	return name === undefined ? [] : [`on ${name}`];
};
