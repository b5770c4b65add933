import type {DomainUsage} from '../usage/domain-usage.ts';
import type {Usage} from '../usage/usage.ts';
import {writeEnd} from './json-bytes.ts';
import {writeDomain} from './json-domain.ts';
import type {TextBytes} from './text-bytes.ts';

/** As `writeNumber` writes a number. Undefined: the number is unknown, NaN or infinite. */
const rounded = (value: number | undefined): number | undefined => {
	if (value === undefined || Number.isInteger(value)) {
		return value;
	}

	return Number.isFinite(value) ? Number(value.toPrecision(12)) : undefined;
};

const connectionObjects = ({connections}: Usage): readonly object[] =>
	connections.map(({uri, driver, status, host, unanswered, simulated}) => ({
		uri,
		driver,
		state: status.state,
		message: status.message,
		host,
		unanswered,
		simulated: simulated || undefined,
	}));

const hostObjects = ({hosts}: Usage): readonly object[] =>
	hosts.map(({host, cpuPercent}) => ({
		id: host.id,
		name: host.name,
		cpus: rounded(host.cpus),
		memoryKiB: rounded(host.memoryKiB),
		memoryFreeKiB: rounded(host.memoryFreeKiB),
		cpuPercent: rounded(cpuPercent),
	}));

const problemObjects = ({problems}: Usage): readonly object[] =>
	problems.map(({uri, kind, domain, name, since, message, advice}) => ({
		uri,
		kind,
		domain,
		name,
		since: new Date(since).toISOString(),
		message,
		advice,
	}));

/**
One refresh as a line of JSON Lines. An unknown value has no field. What grows with the number of domains is written without a
tree of objects.
@param domains of the usage, in the order in which they are written.
*/
export const writeJson = (text: TextBytes, usage: Usage, domains: readonly DomainUsage[]): void => {
	const start = JSON.stringify({
		time: new Date(usage.time).toISOString(),
		interval: rounded(usage.interval),
		connections: connectionObjects(usage),
		hosts: hostObjects(usage),
	});
	text.text(`${start.slice(0, -1)},"domains":[`);
	for (const domain of domains) {
		writeDomain(text, domain);
	}

	writeEnd(text, ']');
	text.text(`"problems":${JSON.stringify(problemObjects(usage))}}\n`);
};
