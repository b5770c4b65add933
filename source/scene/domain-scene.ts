import {columns} from '../columns/columns.ts';
import {type DeviceRow, deviceRows} from '../columns/device.ts';
import {cpuPercent} from '../columns/domain-columns.ts';
import {ageText, userText} from '../columns/identity-columns.ts';
import {placeColumns} from '../columns/place-columns.ts';
import {headerLine, tableLine} from '../columns/table-layout.ts';
import {fitText, textWidth} from '../text/fit-text.ts';
import {flowText} from '../text/flow-text.ts';
import {formatValue, unknownText} from '../text/format.ts';
import type {TerminalStyle} from '../text/terminal-style.ts';
import {withoutDot} from '../text/without-dot.ts';
import {wrapText} from '../text/wrap-text.ts';
import type {DomainUsage} from '../usage/domain-usage.ts';
import {isOld} from '../usage/is-old.ts';
import type {Usage} from '../usage/usage.ts';
import {type Selection, topFor} from '../view/selection.ts';
import type {Opened, View} from '../view/view.ts';
import {busyText} from './busy-text.ts';
import {hostTitle} from './host-title.ts';
import type {Size, Span} from './layout.ts';
import {memoryLines} from './memory-lines.ts';
import type {ShownNames} from './shown-names.ts';
import type {TextLine} from './text-line.ts';

/** What a domain without disks of its own reads and writes. Undefined: nothing counts that for the whole domain. */
export const diskSumText = ({diskSum}: Pick<DomainUsage, 'diskSum'>, ascii: boolean): string | undefined => {
	if (!diskSum) {
		return undefined;
	}

	const {reason} = diskSum.disk;
	if (reason !== undefined) {
		return `no disk; what it reads and writes is unknown: ${withoutDot(reason)}`;
	}

	const rate = (value: number | undefined): string =>
		value === undefined ? unknownText(ascii) : `${formatValue('bytes', value)}/s`;
	return `no disk; it reads ${rate(diskSum.readBytesPerSecond)} and writes ${rate(diskSum.writeBytesPerSecond)} in all`;
};

/** One domain with its memory and devices; its selection is on a device that is there. */
export type DomainScene = {
	readonly kind: 'domain';
	readonly title: string;
	/** The lines that fit. */
	readonly lines: readonly TextLine[];
	readonly selection: Selection;
	readonly devices: readonly DeviceRow[];
	readonly span: Span;
};

const pages = {disk: 'disks', nic: 'nics', vcpu: 'cpu'} as const;
const nouns = {disk: 'disk', nic: 'NIC', vcpu: 'vCPU'} as const;

/** Columns that repeat the title or the table of all domains; a vCPU has no unknown values to explain, so no `why` either. */
const elsewhere = new Set(['name', 'state', 'age']);
const isElsewhere = (kind: DeviceRow['kind'], key: string): boolean =>
	elsewhere.has(key) || (kind === 'vcpu' && key === 'why');

/** Parts that a person looks for come first, then parts that tell this domain from others. */
const titleParts = (
	{domain, uri}: DomainUsage,
	first: readonly string[],
	cpu: number | undefined,
): readonly string[] => [
	...first,
	...(cpu === undefined ? [] : [`CPU ${formatValue('percent', cpu)}%`]),
	...(domain.vcpuCount === undefined ? [] : [`vCPUs ${domain.vcpuCount}`]),
	...(domain.id === undefined ? [] : [`id ${domain.id}`]),
	...(domain.user === undefined ? [] : [`of user ${userText(domain.user)}`]),
	uri,
	...(domain.uuid === undefined ? [] : [domain.uuid]),
];

/** A line, and the row key of the device that it shows. Undefined: the line shows no device. */
type Placed = TextLine & {readonly key?: string};

const sectionLines = (
	kind: DeviceRow['kind'],
	devices: readonly DeviceRow[],
	reason: string | undefined,
	view: View,
	width: number,
	ascii: boolean,
	emptyText: string | undefined,
): readonly Placed[] => {
	const own = devices.filter((device) => device.kind === kind);
	if (own.length === 0) {
		const text =
			reason === undefined ? (emptyText ?? `no ${nouns[kind]}`) : `${nouns[kind]}s unknown: ${reason}`;
		return [{text: ` ${text}`, style: 'dim'}];
	}

	const all = columns[pages[kind]].filter(({key}) => !isElsewhere(kind, key));
	const rows = own.map(({row}) => row);
	const placed = placeColumns(all, {requests: false}, width - 1, {rows, ascii});
	return [
		{text: ` ${headerLine(placed, '', false, ascii)}`, style: 'heading'},
		...own.map(({row}): Placed => {
			const text = ` ${tableLine(placed, row, {cpuBase: view.cpuBase}, ascii)}`;
			return {text, style: isOld(row.usage) ? 'old' : 'plain', key: row.key};
		}),
	];
};

const vcpuReason = ({domain}: DomainUsage): string =>
	domain.vcpusReason ?? (domain.state === 'shutoff' ? 'it is off' : 'not read yet');

/** @param domain Undefined: the domain is gone. @param names names of all domains. */
export const domainScene = (
	usage: Usage,
	domain: DomainUsage | undefined,
	opened: Opened,
	view: View,
	size: Size,
	body: number,
	terminalStyle: TerminalStyle,
	names: ShownNames,
): DomainScene => {
	const {columns: width} = size;
	if (!domain) {
		const lines = wrapText(`${opened.name} is gone. esc goes back; it comes back here if it does.`, width);
		return {
			kind: 'domain',
			title: names.shown(opened.name, width, terminalStyle.ascii),
			lines: lines.map((text) => ({text, style: 'plain'})),
			selection: opened.selection,
			devices: [],
			span: {count: 0, index: 0, step: 1, keyAt: () => undefined},
		};
	}

	const host = usage.hosts.find((one) => one.host.id === domain.host)?.host;
	const devices = deviceRows({usage: domain, hostName: host?.name, hostCpus: host?.cpus});
	const cpu = cpuPercent(
		domain.cpuPercent,
		{key: '', usage: domain, hostName: host?.name, hostCpus: host?.cpus},
		{cpuBase: view.cpuBase},
	);
	const section = (kind: DeviceRow['kind'], reason: string | undefined, emptyText?: string) =>
		sectionLines(kind, devices, reason, view, width, terminalStyle.ascii, emptyText);
	const problems = usage.problems.filter(
		(problem) => problem.uri === domain.uri && problem.domain === domain.domain.key,
	);
	const busy = busyText(domain);
	const mark = domain.mark ?? '';
	const first = (state: string): readonly string[] => {
		const others = [
			...hostTitle(usage, domain.host),
			state,
			...(ageText(domain) === '' ? [] : [`numbers ${ageText(domain)} old`]),
		];
		const room = width - 2 - mark.length - textWidth(others.join('  '));
		return [`${names.shown(domain.domain.name, room, terminalStyle.ascii)}${mark}`, ...others];
	};
	// The busy reason must not be cut off: where the title has no room for the reason, it has lines of its own.
	const hasRoom = busy !== undefined && textWidth(first(busy).join('  ')) <= width;
	const state = busy === undefined ? domain.domain.state : hasRoom ? busy : 'busy';
	const {stateReason, stateFault} = domain.domain;
	// A state that is an error is a problem too, and the problem says the reason already.
	const note =
		stateReason === undefined || (stateFault && problems.some(({kind}) => kind === 'state'))
			? []
			: wrapText(`${domain.domain.state}: ${stateReason}`, width - 1);
	const troubles = [
		...(busy === undefined || hasRoom ? [] : [busy]),
		...problems.map(({message, advice}) => `${message} ${advice}`),
	];
	const all: readonly Placed[] = [
		...troubles.flatMap((trouble) =>
			wrapText(`! ${trouble}`, width).map((text): Placed => ({text, style: 'problem'})),
		),
		...note.map((text): Placed => ({text: ` ${text}`, style: 'dim'})),
		...memoryLines(domain, width, terminalStyle.ascii),
		...section(
			'disk',
			domain.disks ? undefined : (domain.domain.disksReason ?? 'not read'),
			diskSumText(domain, terminalStyle.ascii),
		),
		...section('nic', domain.nics ? undefined : (domain.domain.nicsReason ?? 'not read')),
		...section('vcpu', domain.vcpus ? undefined : vcpuReason(domain)),
	];
	const height = Math.max(1, body - 1);
	const keys = devices.map(({row}) => row.key);
	const {selection: before} = opened;
	const found = before.key === undefined ? 0 : keys.indexOf(before.key);
	const index = Math.max(0, found < 0 ? Math.min(before.index, keys.length - 1) : found);
	const line = all.findIndex(({key}) => key !== undefined && key === keys[index]);
	const top = index === 0 && line < height ? 0 : topFor(before.top, line, all.length, height);
	return {
		kind: 'domain',
		title: flowText(titleParts(domain, first(state), cpu), width)[0] ?? '',
		lines: all
			.slice(top, top + height)
			.map(({text, style, key}) =>
				key !== undefined && key === keys[index]
					? {text: `>${fitText(text.slice(1), width - 1, 'left')}`, style: 'selected'}
					: {text, style},
			),
		selection: {key: keys.length === 0 ? before.key : keys[index], index, top},
		devices,
		span: {count: keys.length, index, step: height, keyAt: (place) => keys[place]},
	};
};
