import fc from 'fast-check';
import {type CounterGroup, counterNames} from '../../source/model/counters.ts';
import type {DomainUsage} from '../../source/usage/domain-usage.ts';
import type {Usage} from '../../source/usage/usage.ts';
import {anyText} from '../helpers/any-text.ts';

/** Numbers that are written in a way of their own. */
const oddNumbers = [
	...[0, -0, 1, -1, 0.1 + 0.2, 1 / 3, 5e-324, 1e-7, 9.999_999_999_999_9e-7, 1e-6, 0.001],
	...[99_999_999_999.95, 999_999_999_999.5, 1e12 + 0.5, 123_456_789_012_345.6, 1e15 - 1, 1e15],
	...[2 ** 53, 2 ** 53 + 2, 1e21, 1e22, 1.7e308, Number.NaN, Number.POSITIVE_INFINITY],
];

/** Any number there is, most of them as they are read and reckoned. */
export const anyNumber = fc.oneof(
	fc.nat(),
	fc.nat().map((count) => count / 1000),
	fc.maxSafeInteger(),
	fc.tuple(fc.nat(), fc.integer({min: 1})).map(([growth, passed]) => growth / (passed / 1e6)),
	fc.double(),
	fc.constantFrom(...oddNumbers, ...oddNumbers.map((number) => -number)),
);

const unknownOr = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
	fc.option(value, {nil: undefined, freq: 3});

const number = unknownOr(anyNumber);
const text = fc.oneof(anyText(6), fc.constantFrom('vda', 'web', '/srv/images/web.qcow2', '=1', 'a;=1', '-1'));
const reason = unknownOr(text);

/** Each of these fields has a value of this kind. */
const all = (names: readonly string[], value: fc.Arbitrary<unknown>) =>
	fc.record(Object.fromEntries(names.map((name) => [name, value])));

const countersOf = (group: CounterGroup) => all(counterNames(group).map(String), number);

const joined = (...parts: readonly fc.Arbitrary<object>[]): fc.Arbitrary<Record<string, unknown>> =>
	fc.tuple(...parts).map((values) => Object.assign({}, ...values));

const listOf = (item: fc.Arbitrary<unknown>) => unknownOr(fc.array(item, {maxLength: 2}));

const disk = joined(
	fc.record({
		disk: joined(
			countersOf('disk'),
			fc.record({name: text, source: reason, backend: reason, doubt: reason, reason}),
			fc.record({physicalSectorBytes: number}),
		),
	}),
	all(
		[
			...['interval', 'sectorBytes', 'readBytes', 'writeBytes', 'queueDepth'],
			...['readBytesPerSecond', 'writeBytesPerSecond', 'readRequestsPerSecond', 'writeRequestsPerSecond'],
			...['flushRequestsPerSecond', 'readLatencySeconds', 'writeLatencySeconds'],
		],
		number,
	),
);

const nic = joined(
	fc.record({nic: joined(countersOf('nic'), fc.record({name: text, mac: reason, reason}))}),
	all(
		[
			...['receiveBytesPerSecond', 'transmitBytesPerSecond', 'receivePacketsPerSecond'],
			...['transmitPacketsPerSecond', 'faultsPerSecond'],
		],
		number,
	),
);

const vcpu = joined(
	fc.record({vcpu: joined(countersOf('vcpu'), fc.record({index: fc.nat(8)}))}),
	all(['cpuPercent', 'waitPercent'], number),
);

const memory = joined(
	all(['currentKiB', 'maximumKiB', 'targetKiB', 'residentKiB', 'period', 'statsAge'], number),
	fc.record({
		statsAgeAtLeast: number,
		balloon: unknownOr(fc.constantFrom('present', 'absent')),
		stats: listOf(fc.record({tag: fc.constantFrom(...counterNames('memory')), value: anyNumber})),
		reason,
		periodRefusal: reason,
	}),
);

/** What a hypervisor counts of the whole domain: no driver gives a number that is none. */
const diskSum = unknownOr(
	joined(
		all(counterNames('disk').map(String), unknownOr(fc.double({noNaN: true, noDefaultInfinity: true}))),
		fc.record({reason}),
	),
);

const domain = joined(
	fc.record({
		...{key: text, name: text, state: fc.constantFrom('running', 'paused', 'shutoff'), incarnation: text},
		...{uuid: reason, stateReason: reason, vcpusReason: reason, disksReason: reason, nicsReason: reason},
		user: unknownOr(fc.record({id: fc.nat(), name: reason})),
		control: fc.constantFrom(true, undefined),
		memory,
		diskSum,
	}),
	all(['id', 'vcpuCount', 'cpuSeconds'], number),
);

const domainUsage = joined(
	fc.record({
		...{domain, rowKey: text, host: fc.constantFrom('here', 'there', 'nowhere'), uri: text, driver: text},
		isUnproven: fc.constantFrom(true, undefined),
		age: fc.oneof(fc.constant(0), anyNumber),
		busy: unknownOr(fc.record({reason: text, seconds: anyNumber, since: anyNumber})),
		...{vcpus: listOf(vcpu), disks: listOf(disk), nics: listOf(nic), busiest: unknownOr(disk)},
		memory: all(
			['swapInKiBPerSecond', 'swapOutKiBPerSecond', 'majorFaultsPerSecond', 'minorFaultsPerSecond'],
			number,
		),
	}),
	all(
		[
			...['interval', 'cpuPercent', 'readBytesPerSecond', 'writeBytesPerSecond', 'readRequestsPerSecond'],
			...['writeRequestsPerSecond', 'receiveBytesPerSecond', 'transmitBytesPerSecond'],
			...['receivePacketsPerSecond', 'transmitPacketsPerSecond'],
		],
		number,
	),
) as unknown as fc.Arbitrary<DomainUsage>;

const hostUsage = (id: string) =>
	fc.record({
		host: joined(
			fc.constant({id, at: 1}),
			fc.record({name: text, cpus: number, memoryKiB: number, memoryFreeKiB: number}),
		),
		uri: text,
		cpuPercent: number,
		interval: number,
	});

const moment = fc.integer({min: 0, max: 4e12});

/** A usage with all that any driver could make of it, and with what none should. */
export const anyUsage = fc.record({
	time: moment,
	at: anyNumber,
	interval: number,
	connections: fc.array(
		fc.record({
			...{uri: text, driver: text, host: reason, unanswered: reason, simulated: fc.boolean()},
			status: fc.record({state: text, message: text}),
		}),
		{maxLength: 2},
	),
	hosts: fc.tuple(hostUsage('here'), hostUsage('there')),
	domains: fc.array(domainUsage, {maxLength: 3}),
	problems: fc.array(
		fc.record({
			uri: text,
			kind: text,
			domain: reason,
			name: reason,
			since: moment,
			message: text,
			advice: text,
		}),
		{maxLength: 2},
	),
}) as unknown as fc.Arbitrary<Usage>;
