import {parseProcessStat} from '../../../drivers/linux/process-stat.ts';
import {parseCommandLine} from '../../../drivers/qemu/command-line.ts';
import {parseConfigText} from '../../../drivers/qemu/config-text.ts';
import {readConfiguration} from '../../../drivers/qemu/configuration.ts';
import {findConfiguredNics, hasDefaultNetwork} from '../../../drivers/qemu/configured-nics.ts';
import {readGuestIdentity} from '../../../drivers/qemu/guest-identity.ts';
import {isQemu, isVirtualMachine} from '../../../drivers/qemu/is-qemu.ts';
import {findMonitorSockets} from '../../../drivers/qemu/monitor-sockets.ts';
import {incusConfig} from '../../drivers/qemu/configured-guests.ts';
import {fixture} from '../../drivers/qemu/recording.ts';
import {biggest} from '../biggest.ts';
import type {Campaign} from '../campaign.ts';
import type {Chance} from '../chance.ts';
import type {Fault} from '../fault.ts';
import {mutateText} from '../mutate-bytes.ts';
import {oddNumberText, oddText} from '../odd-values.ts';
import {valueFaults} from '../text-faults.ts';

const options = [
	...[
		'-name',
		'-uuid',
		'-m',
		'-smp',
		'-machine',
		'-netdev',
		'-device',
		'-nic',
		'-net',
		'-chardev',
		'-mon',
		'-qmp',
	],
	...[
		'-object',
		'-blockdev',
		'-drive',
		'-append',
		'-nodefaults',
		'-xen-domid',
		'--qmp-pretty',
		'-S',
		'-fw_cfg',
		'-set',
		'-readconfig',
	],
];
const keys = [
	'id',
	'netdev',
	'path',
	'server',
	'mode',
	'chardev',
	'fd',
	'fds',
	'mac',
	'size',
	'maxmem',
	'cpus',
	'guest',
	'ifname',
];

const optionValue = (chance: Chance): string => {
	const parts = Array.from({length: chance.below(6)}, () => {
		const value = chance.happens(0.4) ? oddNumberText(chance) : oddText(chance, 8);
		return [chance.pick(keys), value] as const;
	});
	return chance.happens(0.15)
		? JSON.stringify(Object.fromEntries(parts))
		: [oddText(chance, 4), ...parts.map(([key, value]) => `${key}=${value}`)].join(',');
};

const madeUp = (chance: Chance, size: number): string =>
	[
		chance.pick(['/usr/bin/qemu-system-x86_64', 'kvm', oddText(chance)]),
		...Array.from({length: 2 + size / 40}, () =>
			chance.happens(0.5) ? chance.pick(options) : optionValue(chance),
		),
	].join('\0');

const groups = [
	'name',
	'memory',
	'smp-opts',
	'machine',
	'device',
	'netdev',
	'nic',
	'net',
	'chardev',
	'mon',
	'object',
];

/** A configuration file, as Incus writes one and as nobody does. */
const madeUpConfig = (chance: Chance): string =>
	Array.from({length: chance.below(8)}, () => {
		const id = chance.happens(0.5)
			? ` "${chance.happens(0.8) ? chance.pick(keys) : oddText(chance, 8)}"`
			: '';
		const lines = Array.from({length: chance.below(5)}, () => {
			const value = chance.happens(0.4) ? oddNumberText(chance) : oddText(chance, 8);
			return `  ${chance.pick(keys)} = "${value}"\n`;
		});
		return `[${chance.pick(groups)}${id}]\n${lines.join('')}`;
	}).join('\n');

/** As many networks as may be, each with its device. */
const pairs = (size: number): readonly string[] =>
	Array.from({length: Math.min(size / 40, biggest.netPairs)}, (_, place) => [
		'-netdev',
		`tap,id=n${place}`,
		'-device',
		`virtio-net,netdev=n${place}`,
	]).flat();

/** Every number and text that is taken from a command line, and from the file that it names. */
const commandLineFaults = (argv: readonly string[], config: string): readonly Fault[] => {
	const sections = parseConfigText(config);
	const configuration = readConfiguration(parseCommandLine(argv), sections && [sections]);
	isQemu({refusal: 'denied'}, argv);
	isVirtualMachine(configuration);
	hasDefaultNetwork(configuration);
	findMonitorSockets(configuration, {folder: '/run', pathOf: (descriptor) => `/run/${descriptor}`});
	const nics = findConfiguredNics(configuration).map(({name, type, mac}) => ({name, type, mac}));
	const {name, uuid, ...identity} = readGuestIdentity(configuration);
	return [...valueFaults({name, uuid, ...identity}, 'the identity'), ...valueFaults(nics, 'a NIC')];
};

const statFaults = (text: string): readonly Fault[] => {
	const stat = parseProcessStat(text);
	return valueFaults({cpuSeconds: stat?.cpuSeconds}, 'a stat line');
};

/** The command lines of processes that say they are QEMU, and the kernel's line about a process. */
export const commandLines: Campaign = {
	name: 'command-lines',
	round: 300,
	open: () => {
		const entries = JSON.parse(fixture('proc.json')) as Readonly<Record<string, {readonly text?: string}>>;
		const textsOf = (name: string): readonly string[] =>
			Object.entries(entries).flatMap(([path, {text}]) => (path.endsWith(name) && text ? [text] : []));
		const [lines, stats] = [textsOf('/cmdline'), [...textsOf('/stat').filter((text) => text.includes(')'))]];
		return {
			next: (chance) => {
				const size = chance.size(biggest.commandLineBytes);
				const text = chance.happens(0.5)
					? mutateText(chance, chance.pick(lines), size)
					: mutateText(chance, madeUp(chance, size));
				const more = size > 1000 && chance.happens(0.3) ? pairs(size) : [];
				const argv = [...text.slice(0, biggest.commandLineBytes).split('\0'), ...more];
				// The name in a stat line is the process's, the rest the kernel's.
				const stat = chance.pick(stats).replace(/\(.*\)/s, () => `(${oddText(chance, 15).slice(0, 15)})`);
				const some = chance.happens(0.3) ? incusConfig : madeUpConfig(chance);
				const config = chance.happens(0.5) ? some : mutateText(chance, some, size);
				return {
					input: {argv, stat, config},
					check: () => [...commandLineFaults([...argv, '-readconfig', 'x'], config), ...statFaults(stat)],
				};
			},
		};
	},
};
