import {fitText} from '../text/fit-text.ts';
import {formatBytes, formatClock, unknownText} from '../text/format.ts';
import {sparkline} from '../text/sparkline.ts';
import type {Totals} from '../usage/totals.ts';
import {wasRead} from '../usage/was-read.ts';
import {connectionText, hostText} from './host-text.ts';
import {layoutOf} from './layout.ts';
import {type Part, packParts} from './pack-parts.ts';
import type {Scene} from './scene.ts';
import {statesText} from './states-text.ts';

const simulated = 'SIMULATED – not this machine';

const identity = (scene: Scene): readonly Part[] => {
	const {usage, view, size} = scene;
	const pretends = usage?.connections.some((one) => one.simulated);
	const hosts = hostText(scene);
	const connections = connectionText(scene);
	const mark = size.columns < 40 ? 'SIMULATED' : simulated;
	return packParts(
		[
			{text: 'domtop', rank: 9, style: 'bold'},
			{text: hosts.text, rank: hosts.bad ? 1 : 3, style: hosts.bad ? 'bad' : 'bold'},
			...(pretends ? [{text: mark, rank: 0, style: 'mark'} as const] : []),
			{text: view.page, rank: 6},
			...(view.filter === ''
				? []
				: [{text: `filter ${fitText(view.filter, 20, 'left').trimEnd()}`, rank: 2} as const]),
			...(connections.text === ''
				? []
				: [{...connections, rank: connections.bad ? 2 : 8, style: connections.bad ? 'bad' : 'dim'} as const]),
		],
		[
			...(view.frozen ? [{text: 'FROZEN', rank: 1, style: 'mark'} as const] : []),
			...(usage ? [{text: formatClock(usage.time), rank: 4} as const] : []),
			{text: `every ${view.delay} s`, rank: 7},
		],
		size.columns,
		scene.terminalStyle.ascii,
	);
};

const load = ({cpus, cpuPercent}: Totals, ascii: boolean): Part => {
	const percent = cpus && cpuPercent !== undefined ? (cpuPercent / cpus).toFixed(0) : unknownText(ascii);
	return {text: `CPU ${percent}% of ${cpus ?? unknownText(ascii)} CPUs`, rank: 0};
};

const memory = (totals: Totals, ascii: boolean): readonly Part[] => {
	const size = (kibibytes: number | undefined): string =>
		kibibytes === undefined ? unknownText(ascii) : formatBytes(kibibytes * 1024);
	return [
		{text: `memory ${size(totals.memoryKiB)}`, rank: 1},
		{text: `given ${size(totals.givenKiB)}`, rank: 2},
		{text: `used ${size(totals.usedKiB)}`, rank: 4},
		{text: `free ${size(totals.memoryFreeKiB)}`, rank: 3},
	];
};

const traffic = (totals: Totals, {usage, size, terminalStyle}: Scene): readonly Part[] => {
	// At the first refresh the only known rates are the zeros of domains without devices.
	const rate = (bytes: number | undefined): string =>
		bytes === undefined || usage?.interval === undefined
			? unknownText(terminalStyle.ascii)
			: formatBytes(bytes);
	const {readBytesPerSecond, writeBytesPerSecond, receiveBytesPerSecond, transmitBytesPerSecond} = totals;
	return [
		{text: `rd ${rate(readBytesPerSecond)} wr ${rate(writeBytesPerSecond)}`, rank: 5},
		{text: `rx ${rate(receiveBytesPerSecond)} tx ${rate(transmitBytesPerSecond)}`, rank: 6},
	].map((part) => ({...part, text: size.columns >= 120 ? `${part.text} per second` : part.text}));
};

/** The history of the hosts' CPU load, where there is room. */
const past = ({history, size, terminalStyle}: Scene, {cpus}: Totals): readonly Part[] => {
	const width = Math.min(60, size.columns - 110);
	return history && cpus && width >= 20
		? [
				{
					text: `CPU ${sparkline(history.hosts(), width, cpus * 100, terminalStyle.ascii)}`,
					rank: 9,
					style: 'dim',
				},
			]
		: [];
};

/** The lines over every page, each exactly as wide as the screen; a low screen has fewer lines. */
export const headerParts = (scene: Scene): readonly (readonly Part[])[] => {
	const {usage, derived, size, terminalStyle} = scene;
	const {header} = layoutOf(size);
	const first = identity(scene);
	if (!derived || usage?.hosts.length === 0) {
		return [first, [], []].slice(0, header);
	}

	const {totals} = derived;
	const io = traffic(totals, scene);
	const isKnown = usage === undefined || usage.domains.length > 0 || usage.connections.every(wasRead);
	const states = (room: number): Part => ({
		text: isKnown ? statesText(totals, room) : 'domains unknown',
		rank: 0,
	});
	const ioWidth = io.reduce((sum, {text}) => sum + text.length + 2, 0);
	const room = Math.max(12, size.columns - ioWidth);
	const lines = [
		first,
		packParts(
			[load(totals, terminalStyle.ascii), ...memory(totals, terminalStyle.ascii)],
			past(scene, totals),
			size.columns,
			terminalStyle.ascii,
		),
		packParts([states(room)], io, size.columns, terminalStyle.ascii),
	];
	// With room for two lines, hosts, domains and traffic go before CPU and memory.
	return header === 2 ? lines.filter((_, index) => index !== 1) : lines.slice(0, header);
};
