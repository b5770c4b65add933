import {knownNumber, unknownFrom} from '../../../source/model/known-count.ts';
import {nanosecondsPerSecond} from '../../../source/model/nanoseconds.ts';
import {firstReservedDomid} from '../../xenstore/backend-path.ts';
import {domainState} from './domain-state.ts';
import {domainUuid} from './domain-uuid.ts';
import type {HypervisorDomain} from './hypervisor.ts';

/**
Columns of `xl list -v` (list_domains of Xen's tools/xl), from the right: a name may hold anything, also spaces and text
that looks like columns. The last of the six state letters is `d`. The fifth says why the domain shut down, as the reason
code does in hex.
*/
const row =
	/^(?<name>.*) +(?<id>\d+) +(?<memory>\d+) +(?<vcpus>\d+) +(?<flags>[r-][b-][p-][s-][a-z?-][d-]) +(?<time>\d+\.\d) +(?<uuid>[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}) +(?<reason>-|[\da-f]+) +\S+$/;

/** The letters for suspended and crashed of an older xl, which prints no reason. */
const letters: Readonly<Record<string, number>> = {s: 2, c: 3};

/** Characters: a name is one value of xenstore, as a rule far below 1 KiB. */
const longestRow = 2048;
const kibibytesPerMebibyte = 1024;
/** `xl` prints nanoseconds as seconds, the u64 −1 too. */
const secondsEnd = unknownFrom / nanosecondsPerSecond;

const parseRow = (line: string): HypervisorDomain | undefined => {
	const fields = line.length > longestRow ? undefined : row.exec(line)?.groups;
	if (!fields) {
		return undefined;
	}

	const {flags = '', uuid, reason = '-'} = fields;
	const name = fields.name?.trimEnd();
	const id = Number(fields.id);
	if (id >= firstReservedDomid) {
		return undefined;
	}

	const seconds = Number(fields.time);
	const letter = flags[4] ?? '-';
	return {
		id,
		uuid: domainUuid(id, uuid),
		name: name === '' || name === '(null)' ? undefined : name,
		...domainState({
			dying: flags[5] === 'd',
			crashed: letter === 'c',
			shutdown: flags[3] === 's',
			shutdownReason: reason === '-' ? letters[letter] : Number.parseInt(reason, 16),
			paused: flags[2] === 'p',
			blocked: flags[1] === 'b',
		}),
		cpuSeconds: seconds < secondsEnd ? seconds : undefined,
		memoryKiB: knownNumber(Number(fields.memory) * kibibytesPerMebibyte),
		vcpuCount: knownNumber(Number(fields.vcpus)),
	};
};

/** The domains of `xl list -v`, by domid; a line that is no row of it is left out. */
export const parseXlDomains = (text: string): readonly HypervisorDomain[] => {
	const domains = text.split('\n').flatMap((line) => parseRow(line) ?? []);
	return [...new Map(domains.map((domain) => [domain.id, domain])).values()].sort(
		(one, other) => one.id - other.id,
	);
};
