import {beforeAll, expect, onTestFinished, test} from 'vitest';
import {builtProgram} from '../../helpers/built-program.ts';
import {runCommand} from '../../helpers/run-program.ts';
import {openSandbox} from '../../helpers/sandbox.ts';
import {diskOf, problemsOf, rowOf} from '../rows.ts';
import {alpha, runningGuests} from './domain-xml.ts';
import {describeLibvirt, type Lab, openLab} from './lab.ts';
import {hasRates, isWell} from './refreshes.ts';
import {system} from './virsh.ts';

const far = 'qemu+ssh://root@127.0.0.1/system';
const delay = 1;

describeLibvirt('over SSH', () => {
	let lab: Lab;

	beforeAll(() => {
		lab = openLab();
	});

	/** Pids of the lab's processes whose command line contains these words. */
	const pidsOf = async (text: string): Promise<readonly string[]> => {
		const lines = (await lab.run('ps', '-e', '-o', 'pid=,args=')).split('\n');
		return lines.filter((line) => line.includes(text)).map((line) => line.trim().split(/\s+/)[0] ?? '');
	};

	/** Kills all sessions of sshd; its listener goes on. */
	const endSessions = async (): Promise<void> => {
		await lab.run('kill', '-KILL', ...(await pidsOf('sshd: root')));
	};

	const readBytes = async (name: string): Promise<number> =>
		Number((await lab.virsh.stats('--block', name)).get(name)?.get('block.0.rd.bytes'));

	test.for([
		['virt-ssh-helper, as it is found', far, 'virt-ssh-helper'],
		['virt-ssh-helper', `${far}?proxy=native`, 'virt-ssh-helper'],
		['nc', `${far}?proxy=netcat`, 'nc '],
	] as const)(
		'by %s: counters between two readings of virsh, and nothing is left',
		async ([, uri, proxy]) => {
			const running = lab.watch(['-c', uri, '-d', String(delay)]);
			await running.until(hasRates(runningGuests));
			expect((await pidsOf(proxy)).length).toBeGreaterThan(0);
			const before = await readBytes(alpha.name);
			const line = await running.fresh();
			const after = await readBytes(alpha.name);
			const ours = diskOf(line, alpha, 'vda')?.readBytes;
			expect(ours).toBeGreaterThanOrEqual(before);
			expect(ours).toBeLessThanOrEqual(after);
			expect(problemsOf([line], alpha)).toEqual([]);
			await running.stop();
			await expect.poll(() => pidsOf('sshd: root'), {timeout: 5000}).toEqual([]);
		},
	);

	test.for([
		['the ssh of this side', 'ssh -', false],
		['the sshd of the far side', 'sshd: root', true],
	] as const)(
		'%s is killed: a problem, rows with their age, and it reconnects by itself',
		async ([, text]) => {
			const running = lab.watch(['-c', far, '-d', String(delay)]);
			const before = await running.until(hasRates(runningGuests));
			const [pid = ''] = await pidsOf(text);
			expect(pid).not.toBe('');
			await lab.run('kill', '-KILL', pid);
			const report = await running.until(({problems}) => problems.length > 0, 10);
			console.log(report.problems);
			expect(rowOf(report, alpha)).toMatchObject({name: 'alpha'});
			const back = await running.until(isWell(runningGuests), 45);
			expect(rowOf(back, alpha)?.incarnation).toBe(rowOf(before, alpha)?.incarnation);
			await running.until(hasRates(runningGuests));
			await running.stop();
		},
	);

	test('a link that is cut without a word is noticed, and reconnects once it is there again', async () => {
		const running = lab.watch(['-c', far, '-d', String(delay)]);
		await running.until(hasRates(runningGuests));
		const link = (state: 'up' | 'down') => lab.run('ip', 'link', 'set', 'lo', state);
		onTestFinished(() => link('up').then(() => {}));
		await link('down');
		// 5 s of silence are no sign yet; after 20 s the connection counts as dead.
		const report = await running.until(({problems}) => problems.some(({kind}) => kind === 'lost'), 40);
		expect(rowOf(report, alpha)?.name).toBe('alpha');
		expect(rowOf(report, alpha)?.age).toBeGreaterThan(10);
		await link('up');
		await running.until(isWell(runningGuests), 45);
		await running.stop();
		// One of the sessions does not know that its client is gone.
		await endSessions();
	});

	test('a far end that refuses us is asked again with growing pauses, and is back soon after it does not', async () => {
		const running = lab.watch(['-c', far, '-d', String(delay)]);
		await running.until(hasRates(runningGuests));
		const keys = '/run/ssh/authorized-keys';
		const own = `${lab.folder}/root/home/.ssh/id_ed25519.pub`;
		const log = async (): Promise<number> =>
			(await lab.run('cat', '/var/log/sshd.log')).split('authenticating user').length - 1;
		const refusals = await log();
		await lab.run('rm', keys);
		onTestFinished(async () => {
			await lab.run('cp', own, keys);
		});
		await endSessions();
		await running.until(({problems}) => problems.some(({message}) => /denied/i.test(message)), 30);
		const seen = running.reports.length;
		await running.next(9);
		// There are fewer attempts than refreshes.
		expect((await log()) - refusals).toBeGreaterThan(0);
		expect((await log()) - refusals).toBeLessThan(6);
		for (const line of running.reports.slice(seen)) {
			expect(rowOf(line, alpha)?.name).toBe('alpha');
			expect(line.problems.length).toBeGreaterThan(0);
		}

		await lab.run('cp', own, keys);
		await running.until(isWell(runningGuests), 60);
		await running.stop();
	});

	test('this host and a far one at once: both are shown, each with its own rows', async () => {
		const [line] = await lab.report(['-c', system, '-c', far, '-n', '1', '-d', '1']);
		expect(line?.connections.map(({uri}) => uri)).toEqual([system, far]);
		for (const uri of [system, far]) {
			const rows = line?.domains.filter((domain) => domain.uri === uri).map(({name}) => name);
			expect(rows?.toSorted()).toEqual(['alpha', 'beta', 'gamma', 'idle']);
		}

		const screen = lab.openScreen(['-c', system, '-c', far, '-d', '1']);
		const {text} = await screen.until(/alpha[\s\S]*alpha/);
		expect(text).toMatch(/HOST/);
		screen.type('q');
		expect(await screen.ended).toMatchObject({code: 0});
	});

	test('a host key that ssh does not know is asked about before the screen is taken, and refused where nobody is', async () => {
		const stranger = 'qemu+ssh://root@localhost/system';
		const refused = await runCommand(
			openSandbox(),
			lab.enter(builtProgram(['-c', stranger, '--json', '-n', '1'])),
		);
		expect(refused.code).toBe(1);
		expect(refused.stderr).toMatch(/host key verification failed/i);

		const screen = lab.openScreen(['-c', stranger, '-d', '1']);
		const {isAlternate} = await screen.until('continue connecting');
		expect(isAlternate).toBe(false);
		screen.type('yes\r');
		const shown = await screen.until(/alpha/);
		expect(shown.isAlternate).toBe(true);
		screen.type('q');
		expect(await screen.ended).toMatchObject({code: 0});
	});
});
