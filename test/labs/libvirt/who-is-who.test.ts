import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, onTestFinished, test} from 'vitest';
import {builtProgram} from '../../helpers/built-program.ts';
import {labProgram, type Program} from '../program.ts';
import type {DomainReport, Report} from '../report.ts';
import type {LabGuest} from '../rows.ts';
import {alpha, gamma, idle, runningGuests} from './domain-xml.ts';
import {describeLibvirt, type Lab, openLab} from './lab.ts';
import type {Command} from './namespace.ts';
import {openVirsh, runner, system} from './virsh.ts';
import {untilPaced} from './world.ts';

const nobody = 65_534;
const both = ['-c', 'qmp:', '-c', system];
/** A socket beside which no pid file of libvirt lies. */
const elsewhere = ['-c', 'qmp:', '-c', 'qemu+unix:///system?socket=/run/elsewhere/sock'];

const rowsOf = ({domains}: Report, {uuid}: LabGuest): readonly DomainReport[] =>
	domains.filter((domain) => domain.uuid === uuid);

const doubtsOf = ({problems}: Report): readonly string[] =>
	problems.filter(({kind}) => kind.startsWith('unproven')).map(({message}) => message);

/** From the first line in which libvirt has told of its guests, each of them has one row, and no row is in doubt. */
const checkHonest = (lines: readonly Report[]): void => {
	const first = lines.findIndex(({domains}) => domains.some(({driver}) => driver === 'libvirt'));
	expect(first).not.toBe(-1);
	for (const line of lines.slice(first)) {
		for (const guest of [...runningGuests, idle]) {
			expect(
				rowsOf(line, guest).map(({driver}) => driver),
				guest.name,
			).toEqual(['libvirt']);
		}

		expect(doubtsOf(line)).toEqual([]);
	}
};

describeLibvirt('who is who', () => {
	let lab: Lab;
	let programs: Readonly<Record<'root' | 'member' | 'nobody', Program>>;

	beforeAll(async () => {
		lab = openLab();
		programs = {
			root: lab,
			member: labProgram((command) => lab.enterAs('member', command)),
			nobody: labProgram((command) => lab.enterAs('nobody', command)),
		};
		await lab.run('mkdir', '-p', '-m', '755', '/run/elsewhere');
		for (const end of ['', '-ro']) {
			await lab.run('ln', '-sf', `/run/libvirt/libvirt-sock${end}`, `/run/elsewhere/sock${end}`);
		}
	});

	/** A real QEMU of a user, in the lab; gone when the test ends. */
	const imitate = async (user: number, claims: readonly string[]): Promise<void> => {
		const [file = '', ...parameters] = lab.enter([
			...['setpriv', '--pdeathsig', 'KILL', `--reuid=${user}`, `--regid=${user}`, '--clear-groups'],
			...['qemu-system-x86_64', ...claims, '-S', '-display', 'none', '-nodefaults', '-no-user-config'],
			...['-accel', 'tcg', '-m', '32', '-serial', 'stdio'],
		]);
		const child = spawn(file, parameters, {stdio: ['ignore', 'ignore', 'ignore']});
		onTestFinished(async () => {
			const gone = once(child, 'exit');
			child.kill('SIGKILL');
			await gone;
		});
	};

	const claims = ({name, uuid}: LabGuest): readonly string[] => ['-name', `guest=${name}`, '-uuid', uuid];

	/** Reports until all these imitations are there. */
	const untilSeen = async (program: Program, count: number, connect = both): Promise<Report> => {
		const watch = program.watch([...connect, '-d', '1']);
		const line = await watch.until(
			({domains}) =>
				domains.filter(({driver}) => driver === 'qemu').length === count &&
				domains.some(({driver, state}) => driver === 'libvirt' && state === 'running'),
			60,
		);
		await watch.stop();
		return line;
	};

	describe.each(['root', 'member', 'nobody'] as const)('to %s', (user) => {
		test('no guest of libvirt is there twice, with its pid files and without', async () => {
			checkHonest(await programs[user].report([...both, '-n', '2', '-d', '1']));
			checkHonest(await programs[user].report([...elsewhere, '-n', '2', '-d', '1']));
		});

		test('imitations of a domain that runs and of one that is off have rows of their own', async () => {
			await imitate(nobody, claims(alpha));
			await imitate(nobody, ['-name', 'red-miner', '-uuid', idle.uuid]);
			for (const connect of [both, elsewhere]) {
				const line = await untilSeen(programs[user], 2, connect);
				for (const [guest, name] of [
					[alpha, 'alpha'],
					[idle, 'red-miner'],
				] as const) {
					const [own, fake, ...others] = rowsOf(line, guest).toSorted((one, other) =>
						one.driver.localeCompare(other.driver),
					);
					expect([own, fake], guest.name).toMatchObject([
						{driver: 'libvirt', name: guest.name, key: guest.uuid},
						{driver: 'qemu', name, unproven: true},
					]);
					expect(others).toEqual([]);
				}

				const proof = connect === both ? 'which' : 'and nothing shows';
				expect(doubtsOf(line)).toHaveLength(2);
				expect(doubtsOf(line)).toEqual(
					expect.arrayContaining([
						expect.stringContaining(`has the uuid of ${alpha.name}, ${proof}`),
						expect.stringContaining(`has the uuid of ${idle.name}, which`),
					]),
				);
			}
		});
	});

	test('root’s own double start of an image has a row too', async () => {
		await imitate(0, claims(idle));
		const line = await untilSeen(programs.root, 1);
		expect(
			rowsOf(line, idle)
				.map(({driver}) => driver)
				.sort(),
		).toEqual(['libvirt', 'qemu']);
	});

	const oneShot = async (...parameters: readonly string[]) => {
		const [file = '', ...rest] = lab.enter(builtProgram([...both, ...parameters]));
		const child = spawn(file, rest, {env: {PATH: process.env.PATH}, stdio: ['ignore', 'pipe', 'pipe']});
		let [output, errorText] = ['', ''];
		child.stdout.setEncoding('utf8').on('data', (part) => {
			output += part;
		});
		child.stderr.setEncoding('utf8').on('data', (part) => {
			errorText += part;
		});
		const [code] = await once(child, 'close');
		return {code, output, errorText};
	};

	test('a stranger neither answers for a name, uuid or id, nor takes a write', async () => {
		const id = (await lab.virsh.ask('domid', gamma.name)).trim();
		await imitate(nobody, claims(gamma));
		await imitate(nobody, ['-name', id]);
		await imitate(nobody, ['-name', gamma.uuid]);
		await untilSeen(programs.root, 3);
		for (const text of [gamma.name, gamma.uuid, id]) {
			const {code, output, errorText} = await oneShot('dommemstat', text);
			expect({code, output}, text).toMatchObject({code: 0, output: expect.stringContaining('actual 98304')});
			expect(errorText, text).toMatch(/is also what .*of user nobody/);
		}

		expect(await oneShot('dommemstat', gamma.name, '--period', '7')).toMatchObject({code: 0});
		expect(await lab.virsh.ask('dumpxml', gamma.name)).toContain("<stats period='7'/>");
		await lab.virsh.ask('dommemstat', gamma.name, '--period', '0', '--live');
	});

	test('a guest that is stopped, started, saved and restored is never there twice', async () => {
		const watches = [
			lab.watch([...both, '-d', '0.3']),
			programs.nobody.watch([...both, '-d', '0.3']),
			lab.watch([...elsewhere, '-d', '0.3']),
		];
		await Promise.all(watches.map((watch) => watch.next(2)));
		for (const commands of [
			['destroy', 'start'],
			['managedsave', 'start'],
			['destroy', 'start'],
		]) {
			for (const command of commands) {
				await lab.virsh.ask(command, gamma.name);
			}
		}

		await Promise.all(watches.map((watch) => watch.fresh()));
		for (const watch of watches) {
			checkHonest(watch.reports);
			const incarnations = watch.reports.flatMap((line) =>
				rowsOf(line, gamma).map(({incarnation}) => incarnation),
			);
			expect(new Set(incarnations).size).toBeGreaterThan(3);
			await watch.stop();
		}

		await untilPaced(lab.folder, gamma);
	});

	test('imitations that were there before it hide no guest, and it takes no row from them', async () => {
		await lab.virsh.ask('destroy', gamma.name);
		await imitate(nobody, claims(gamma));
		await imitate(nobody, claims(gamma));
		const watches = [lab.watch([...both, '-d', '0.5']), programs.nobody.watch([...both, '-d', '0.5'])];
		const isThere = (state: string) => (line: Report) =>
			rowsOf(line, gamma).filter(({driver, unproven}) => driver === 'qemu' && unproven).length === 2 &&
			rowsOf(line, gamma).some((row) => row.driver === 'libvirt' && row.state === state);
		await Promise.all(watches.map((watch) => watch.until(isThere('shutoff'))));
		await lab.virsh.ask('start', gamma.name);
		for (const watch of watches) {
			const line = await watch.until(isThere('running'));
			expect(rowsOf(line, gamma)).toHaveLength(3);
			expect(doubtsOf(line)).toEqual([expect.stringMatching(/and 1 more have the uuid of gamma/)]);
			const [libvirts] = rowsOf(line, gamma).filter(({driver}) => driver === 'libvirt');
			expect(libvirts?.key).toBe(gamma.uuid);
			await watch.stop();
		}

		await untilPaced(lab.folder, gamma);
	});

	describe('a user’s session', () => {
		const session = 'qemu:///session';
		const own: LabGuest = {name: alpha.name, uuid: '7f5c8f0e-6a51-4b4f-9d2a-0a1b2c3d4e01'};

		afterAll(async () => {
			await lab.run('bash', '-c', 'kill $(cat /run/member/run/libvirt/libvirtd.pid) || true');
		});

		test('its guest is there once, and what libvirt asks of QEMU is no guest', async () => {
			const xml = join('/run/member', 'own.xml');
			writeFileSync(
				join(lab.folder, 'root', xml),
				`<domain type='qemu'><name>${own.name}</name><uuid>${own.uuid}</uuid>
<memory unit='MiB'>32</memory><vcpu>1</vcpu><os><type arch='x86_64' machine='pc'>hvm</type></os>
<devices><controller type='usb' model='none'/></devices></domain>`,
			);
			const asMember = (command: Command): Command => lab.enterAs('member', command);
			const virsh = openVirsh(runner(asMember), session);
			const watch = lab.watch(['-c', 'qmp:', '-d', '0.2']);
			await watch.next(1);
			// The daemon starts, and asks each installed QEMU for its capabilities.
			await virsh.ask('create', xml);
			onTestFinished(async () => {
				await virsh.ask('destroy', own.name);
			});
			await watch.until((line) => rowsOf(line, own).length > 0);
			const known = new Set([...runningGuests, own].map(({uuid}) => uuid));
			for (const {domains} of watch.reports) {
				expect(domains.filter(({uuid = ''}) => !known.has(uuid))).toEqual([]);
			}

			await watch.stop();
			const lines = await programs.member.report([...both, '-c', session, '-n', '2', '-d', '1']);
			checkHonest(lines);
			for (const line of lines) {
				expect(rowsOf(line, own)).toMatchObject([{driver: 'libvirt', uri: session}]);
			}

			for (const line of await lab.report([...both, '-n', '1', '-d', '1'])) {
				expect(rowsOf(line, own)).toMatchObject([{driver: 'qemu', key: own.uuid}]);
				expect(rowsOf(line, alpha)).toMatchObject([{driver: 'libvirt'}]);
			}
		});
	});
});
