import {spawn} from 'node:child_process';
import {chmodSync, chownSync, lchownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync} from 'node:fs';
import {join} from 'node:path';
import {onTestFinished} from 'vitest';
import {qemuDriver} from '../../../drivers/qemu/driver.ts';
import {systemClock} from '../../../source/async/clock.ts';
import {parseAddress} from '../../../source/driver/address.ts';
import type {Connection, DriverOptions} from '../../../source/driver/driver.ts';
import type {Domain, ProblemReport, Sample} from '../../../source/model/sample.ts';
import {request, sampleOf} from './captured-world.ts';

/** This very machine, as root sees it. Each file of tests puts started-only.ts in its way. */
export const connectHere = async (
	uri = 'qmp:',
	changes: Partial<DriverOptions> = {},
): Promise<Connection> => {
	const connection = await qemuDriver.connect(parseAddress(uri), {
		root: '/',
		clock: systemClock,
		spawn: (command, arguments_, options = {}) => spawn(command, arguments_, {...options, stdio: 'pipe'}),
		user: process.geteuid?.() ?? 0,
		readOnly: false,
		onStatus: () => {},
		...changes,
	});
	onTestFinished(connection.close);
	return connection;
};

/** Users who are nobody else here. */
export const [nobody, other] = [65534, 65533] as const;

/** A short folder that root alone may change, as deep as it goes; gone when the test ends. */
export const rootFolder = (mode = 0o700): string => {
	const folder = mkdtempSync('/run/domtop-');
	chmodSync(folder, mode);
	onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
	return folder;
};

/** A folder of a user's below another. */
export const folderOf = (folder: string, name: string, user: number, mode = 0o755): string => {
	const path = join(folder, name);
	mkdirSync(path);
	chownSync(path, user, user);
	chmodSync(path, mode);
	return path;
};

/** A link as a user makes it. */
export const linkAs = (user: number, target: string, path: string): void => {
	symlinkSync(target, path);
	lchownSync(path, user, user);
};

/** What is seen of the guests of a test: other guests of this machine are left out. */
export type Seen = {readonly domain: Domain | undefined; readonly problems: readonly ProblemReport[]};

export const seenIn = ({domains, problems}: Sample, name: string): Seen => {
	const domain = domains.find((one) => one.name === name);
	return {
		domain,
		problems: problems.filter(
			(problem) => domain && (problem.domain === domain.key || problem.domains?.includes(domain.key)),
		),
	};
};

/** Samples until the guest is seen: another user's is not always found in time on a busy machine. */
export const sampleUntilSeen = async (connection: Connection, name: string): Promise<Seen> => {
	for (let round = 0; round < 100; round += 1) {
		const seen = seenIn(await sampleOf(connection, request), name);
		if (seen.domain) {
			return seen;
		}
	}

	throw new Error(`${name} is not seen.`);
};

/** What another user sees here, who runs the program: this very process becomes him meanwhile. */
export const sampleAsUser = async (user: number, name: string, uri = 'qmp:'): Promise<Seen> => {
	process.setegid?.(user);
	process.seteuid?.(user);
	try {
		const connection = await connectHere(uri);
		const seen = await sampleUntilSeen(connection, name);
		await connection.close();
		return seen;
	} finally {
		process.seteuid?.(0);
		process.setegid?.(0);
	}
};
