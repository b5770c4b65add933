import {deviceRows} from '../columns/device.ts';
import {bytesMark} from '../columns/disk-columns.ts';
import {ageText} from '../columns/identity-columns.ts';
import type {Disk} from '../model/sample.ts';
import {textWidth} from '../text/fit-text.ts';
import {flowText} from '../text/flow-text.ts';
import type {TerminalStyle} from '../text/terminal-style.ts';
import {withoutDot} from '../text/without-dot.ts';
import {wrapText} from '../text/wrap-text.ts';
import type {Device} from '../usage/device.ts';
import type {DomainUsage} from '../usage/domain-usage.ts';
import type {Usage} from '../usage/usage.ts';
import type {Opened} from '../view/view.ts';
import {busyText} from './busy-text.ts';
import {type Counter, deviceCounters} from './device-counters.ts';
import {deviceDescription, deviceFacts, deviceSeries, type Series} from './device-facts.ts';
import {hostTitle} from './host-title.ts';
import {type Size, type Span, scrollSpan} from './layout.ts';
import {sectorLines} from './sector-lines.ts';
import {type ShownNames, shownNames} from './shown-names.ts';

/** Lines that say why the bytes of a disk may be wrong; none where the bytes are not in doubt. */
const doubtLines = (disk: Pick<Disk, 'doubt'> | undefined, width: number): readonly string[] =>
	disk?.doubt === undefined ? [] : wrapText(`* Its bytes may be wrong: ${withoutDot(disk.doubt)}.`, width);

/** One device with its history; its scroll position is within its counters. */
export type DeviceScene = {
	readonly kind: 'device';
	readonly title: string;
	/** Names of all devices of this kind that the domain has. */
	readonly names: ShownNames;
	readonly facts: readonly string[];
	/** Undefined: there is nothing to draw. */
	readonly series: readonly [Series, Series] | undefined;
	/** Lines of each graph. */
	readonly graphRows: number;
	/** The counters that fit. */
	readonly counters: readonly Counter[];
	/** Which counters are shown, as `1–5 of 9`. Undefined: all fit. */
	readonly counted: string | undefined;
	readonly span: Span;
};

const mostGraphRows = 8;
const leastGraphRows = 3;

const nouns = {disk: 'disk', nic: 'NIC', vcpu: 'vCPU'} as const;

const without = (title: string, names: ShownNames, facts: readonly string[]): DeviceScene => ({
	kind: 'device',
	title,
	names,
	facts,
	series: undefined,
	graphRows: 0,
	counters: [],
	counted: undefined,
	span: scrollSpan(0, 0, 1),
});

/** `domain › disk vda*`: both names are seen; the longer name is cut where there is no room for both. */
const titleOf = (
	domains: ShownNames,
	devices: ShownNames,
	name: string,
	device: Device,
	mark: string,
	width: number,
	ascii: boolean,
): string => {
	const between = ` › ${nouns[device.kind]} `;
	const room = width - textWidth(between + mark);
	const deviceRoom = Math.max(Math.floor(room / 2), room - textWidth(name));
	const deviceName = devices.shown(device.name, deviceRoom, ascii);
	return `${domains.shown(name, room - textWidth(deviceName), ascii)}${between}${deviceName}${mark}`;
};

/**
@param domain Undefined: the domain is gone.
@param domains names of all domains.
@param before the previous scene; names that did not change are used again.
*/
export const deviceScene = (
	usage: Usage,
	domain: DomainUsage | undefined,
	opened: Opened,
	device: Device,
	size: Size,
	body: number,
	terminalStyle: TerminalStyle,
	domains: ShownNames,
	before: DeviceScene | undefined,
): DeviceScene => {
	const {columns: width} = size;
	const own = domain ? deviceRows({usage: domain, hostName: undefined, hostCpus: undefined}) : [];
	const devices = own.filter(({kind}) => kind === device.kind);
	const row = devices.find((one) => one.name === device.name);
	const names = shownNames(
		devices.map((one) => one.name),
		before?.names,
	);
	const name = titleOf(
		domains,
		names,
		opened.name,
		device,
		bytesMark(row?.row.disk),
		width,
		terminalStyle.ascii,
	);
	if (!domain || !row) {
		return without(name, names, wrapText(`It is gone. esc goes back; it comes back here if it does.`, width));
	}

	const connection = usage.connections.find(({uri}) => uri === domain.uri);
	const all = deviceCounters(row, connection?.origins ?? {}, terminalStyle.ascii);
	const busy = busyText(domain);
	const age = [
		...(busy === undefined ? [] : [busy]),
		...(ageText(domain) === '' ? [] : [`numbers ${ageText(domain)} old`]),
	];
	const low = body < 14;
	const {disk} = row.row;
	const bytes =
		body > 8 ? [...sectorLines(disk, width, low, terminalStyle.ascii), ...doubtLines(disk?.disk, width)] : [];
	const most = body > 8 && !(low && bytes.length > 0) ? 2 : 1;
	const facts = [
		...flowText([...age, ...deviceFacts(row, terminalStyle.ascii)], width).slice(0, most),
		...bytes.slice(0, 4),
	];
	// A title, a caption over each graph, and a heading over the counters.
	const room = body - 1 - facts.length - 2 - 1;
	const least = Math.max(1, Math.min(leastGraphRows, Math.floor(room / 4)));
	const graphRows = Math.max(least, Math.min(mostGraphRows, Math.floor((room - all.length) / 2)));
	const height = Math.max(0, room - 2 * graphRows);
	const span = scrollSpan(all.length, opened.scroll, height);
	const counters = all.slice(span.index, span.index + height);
	return {
		kind: 'device',
		names,
		title: flowText([name, ...hostTitle(usage, domain.host), ...deviceDescription(row)], width)[0] ?? name,
		facts,
		series: deviceSeries(row),
		graphRows,
		counters,
		counted:
			counters.length < all.length
				? `${span.index + 1}–${span.index + counters.length} of ${all.length}`
				: undefined,
		span,
	};
};
