import {vi} from 'vitest';
import type {RealTerminal} from '../helpers/real-terminal.ts';
import {type GuestHistory, guestHistory} from './guest-clock.ts';
import type {Watch} from './program.ts';
import type {Report} from './report.ts';
import {type LabGuest, readAt} from './rows.ts';
import {cellsOf} from './screen-cells.ts';
import {readThreads, type ThreadTimes} from './thread-times.ts';
import {type TimedAccount, watchAccounts} from './watch-accounts.ts';

/** A guest that tells what it counts. */
export type ToldGuest = LabGuest & {
	/** The file with what it tells. */
	readonly file: string;
	/** Its QEMU, where commands of the lab run. */
	readonly pid: number;
	/** domtop's names of vda and vdb. */
	readonly disks: Readonly<Record<'vda' | 'vdb', string>>;
};

/** Guests whose names begin alike: the first moves data, the second only keeps a processor busy. */
export type ToldGuests = {readonly mover: ToldGuest; readonly spinner: ToldGuest};

/** domtop and commands as the lab runs them. */
export type TruthLab = {
	/** For `-c`. */
	readonly uri: string;
	readonly watch: (parameters: readonly string[]) => Watch;
	/** A terminal of 240 columns and 30 rows. */
	readonly openScreen: (parameters: readonly string[]) => RealTerminal;
	readonly run: (...command: readonly string[]) => Promise<string>;
};

/** The pages of the screen, by the keys that open them. */
const pageKeys = {domains: '0', nics: '2', disks: '3', memory: '4'} as const;
type Page = keyof typeof pageKeys | 'cpu';

/** What guests counted and what domtop showed of them, over the same seconds. */
export type Window = ToldGuests & {
	readonly moved: GuestHistory<TimedAccount>;
	readonly spun: GuestHistory<TimedAccount>;
	/** JSON Lines, every two seconds. */
	readonly reports: readonly Report[];
	/** Lines of each page of the screen, all of one refresh. */
	readonly pages: Readonly<Record<Page, readonly string[]>>;
	/** The two moments between which the rates of the screen were counted: wall clock of the host, seconds. */
	readonly screenTimes: readonly [from: number, to: number];
	/** The threads of the spinner's QEMU before and after. */
	readonly threads: readonly [before: ThreadTimes, after: ThreadTimes];
};

/** The moments at which the first and the last report of a window read a guest: wall clock, seconds. */
export const endsOf = ({reports}: Window, guest: LabGuest): readonly [from: number, to: number] => {
	const [first, last] = [reports[0], reports.at(-1)];
	return [first ? readAt(first, guest) : Number.NaN, last ? readAt(last, guest) : Number.NaN];
};

const windowSeconds = 30;
const now = (): number => Date.now() / 1000;

/** The time of a refresh, as the first line of the screen has it. */
const clockOf = ([first = '']: readonly string[]): string => /\d\d:\d\d:\d\d/.exec(first)?.[0] ?? '';

/** Measures for half a minute. */
export const measure = async (
	{uri, watch, openScreen, run}: TruthLab,
	{mover, spinner}: ToldGuests,
): Promise<Window> => {
	const told = [mover, spinner].map(({file}) => watchAccounts(file));
	const allTold = () => Promise.all(told.map(({next}) => next()));
	try {
		await allTold();
		const filter = mover.name.slice(0, mover.name.indexOf('-') + 1);
		const shared = ['-c', uri, '-f', filter, '--view', 'cpu', '-d'];
		const screen = openScreen([...shared, `${windowSeconds}`]);
		// On a busy machine the second refresh is too soon for rates, and the third comes after the delay.
		const hasRates = (): boolean =>
			/^\d/.test(cellsOf(screen.shown().lines, mover.name)[0]?.get('CPU%') ?? '');
		await screen.until(({lines}) => cellsOf(lines, mover.name).length > 0);
		await vi.waitUntil(
			() => {
				if (!hasRates()) {
					screen.type(' ');
				}

				return hasRates();
			},
			{timeout: 45_000, interval: 1000},
		);
		const clock = clockOf(screen.shown().lines);
		const screenFrom = now();
		const before = await readThreads(run, spinner.pid);
		const watched = watch([...shared, '2']);
		const second = screen
			.until(({lines}) => clockOf(lines) !== clock, windowSeconds + 15)
			.then(({lines}) => ({lines, at: now()}));
		const reports = await watched.next(windowSeconds / 2 + 1);
		const after = await readThreads(run, spinner.pid);
		const {lines: cpu, at} = await second;
		await watched.stop();
		await allTold();
		const page = async (name: keyof typeof pageKeys): Promise<readonly string[]> => {
			screen.type(pageKeys[name]);
			return (await screen.until(new RegExp(`^domtop .* ${name} .*\n(?:.*\n)* NAME `))).lines;
		};
		const pages = {
			cpu,
			domains: await page('domains'),
			nics: await page('nics'),
			disks: await page('disks'),
			memory: await page('memory'),
		};
		screen.type('q');
		await screen.ended;
		const [moved, spun] = told.map(({accounts}) => guestHistory(accounts)) as [
			GuestHistory<TimedAccount>,
			GuestHistory<TimedAccount>,
		];
		return {
			...{mover, spinner, moved, spun, reports, pages},
			screenTimes: [screenFrom, at],
			threads: [before, after],
		};
	} finally {
		for (const {close} of told) {
			close();
		}
	}
};
