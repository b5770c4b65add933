import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {beforeAll, describe, expect, onTestFinished, test} from 'vitest';
import type {Report} from '../report.ts';
import {diskOf, faultsOf, problemsOf, rowOf} from '../rows.ts';
import {type Comparison, sumOf} from './comparison.ts';
import {pluggedKiB} from './guests.ts';
import {proxmoxSocket} from './proxmox-guests.ts';
import {compareQmp, witnessQmp} from './qmp-comparison.ts';
import {type RunningGuests, startQmpGuests} from './start-qmp-guests.ts';
import type {World} from './world.ts';

/** A client that connects to a monitor and keeps it, until it is killed or the test ends. It prints the greeting. */
const hold = ({enter}: World, socket: string) => {
	const script = `require('node:net').connect('${socket}').pipe(process.stdout)`;
	const [file = '', ...parameters] = enter([process.execPath, '-e', script]);
	const child = spawn(file, parameters, {stdio: ['ignore', 'pipe', 'inherit']});
	onTestFinished(() => {
		child.kill('SIGKILL');
	});
	return child;
};

const period = 'guest-stats-polling-interval';

/**
Guests that no libvirt manages, over `qmp:`. They start when libvirt's guests are no longer needed.
@param keep takes the comparisons that the tests make.
*/
export const describeQmp = (worldOf: () => World, keep: (comparison: Comparison) => void): void => {
	describe('without libvirt, over qmp:', () => {
		let world: World;
		let guests: RunningGuests;

		beforeAll(async () => {
			world = worldOf();
			guests = await startQmpGuests(world);
		}, 300_000);

		test('are found by themselves, by the names and uuids of their command lines', async () => {
			const lines = await world.report(['-c', 'qmp:', '-n', '1', '-d', '2']);
			const [line] = lines;
			for (const guest of Object.values(guests)) {
				expect(faultsOf(lines, guest)).toEqual([]);
				expect(rowOf(line, guest)).toMatchObject({driver: 'qemu', name: guest.name, state: 'running'});
			}

			expect(line?.domains).toHaveLength(4);
			expect(diskOf(line, guests.web, 'scsi0')?.source).toBe('/dev/zvol/rpool/data/vm-100-disk-0');
			expect(diskOf(line, guests.database, 'scsi0')?.source).toMatch(/^nbd.*\/run\/nbd101\.sock/);
		});

		test('that stand still: every number is that of a second client', async () => {
			const {delta, web} = guests;
			for (const {monitor, balloon: path} of [delta, web]) {
				await monitor.ask('qom-set', {path, property: period, value: 1});
				const update = async () => {
					const told = await monitor.ask('qom-get', {path, property: 'guest-stats'});
					return (told as {readonly 'last-update': number})['last-update'];
				};
				await expect.poll(update, {timeout: 60_000}).toBeGreaterThan(0);
			}

			const plugged = () => delta.monitor.ask('query-memory-devices');
			const data: unknown = expect.objectContaining({size: pluggedKiB * 1024});
			await expect.poll(plugged, {timeout: 60_000}).toContainEqual({type: 'virtio-mem', data});

			for (const {monitor} of Object.values(guests)) {
				await monitor.ask('stop');
				onTestFinished(async () => {
					await monitor.ask('cont');
				});
			}

			await world.run('ip', 'link', 'set', 'cable0', 'down');
			await world.run('ip', 'neighbour', 'flush', 'all');
			const [line] = await world.report(['-c', 'qmp:', '-n', '1', '-d', '2']);
			const comparisons: Comparison[] = [];
			for (const guest of Object.values(guests)) {
				const row = rowOf(line, guest);
				if (row === undefined) {
					throw new Error(`${guest.name} is missing.`);
				}

				comparisons.push(compareQmp(row, await witnessQmp(guest, world.run)));
				expect(row.state).toBe('paused');
				const without = row.disks?.filter(({reason}) => reason !== undefined);
				expect(new Map(without?.map(({name, reason}) => [name, reason]))).toEqual(
					new Map(guest.empty.map((name) => [name, 'no medium'])),
				);
			}

			const comparison = sumOf(comparisons);
			keep(comparison);
			expect(comparison.different).toEqual([]);
		});

		test('a balloon plugged in is seen, and leaves again', async () => {
			const {windows} = guests;
			const watch = world.watch(['-c', 'qmp:', '-d', '1']);
			const until = (state: RegExp) =>
				watch.until((line) => state.test(rowOf(line, windows)?.memory.balloonState ?? ''), 60);
			await until(/^no balloon$/);
			await windows.monitor.ask('device_add', {driver: 'virtio-balloon-pci', id: 'later'});
			await until(/^no period$/);
			await windows.monitor.ask('device_del', {id: 'later'});
			await until(/^no balloon$/);
			await watch.stop();
			expect(faultsOf(watch.reports, windows)).toEqual([]);
		});

		test('while another client keeps one socket the other is asked, and both kept cost other guests nothing', async () => {
			const {database, web} = guests;
			const {name, uuid, socket, monitor} = database;
			monitor.close();
			const first = hold(world, proxmoxSocket(101));
			await once(first.stdout, 'data');
			const watch = world.watch(['-c', 'qmp:', '-d', '1']);
			const isRead = (line: Report): boolean =>
				diskOf(line, database, 'scsi0')?.readBytesPerSecond !== undefined;
			await watch.until(isRead, 60);
			const second = hold(world, socket);
			await once(second.stdout, 'data');
			await watch.until(
				({problems}) => problems.some(({domain, kind}) => domain === uuid && kind === 'busy'),
				60,
			);
			for (const line of await watch.next(3)) {
				expect(problemsOf([line], database)).toEqual([expect.stringMatching(/^busy: /)]);
				expect(rowOf(line, database)).toMatchObject({name});
				expect(diskOf(line, web, 'scsi0')?.readBytesPerSecond).toBeDefined();
			}

			first.kill('SIGKILL');
			await watch.until(isRead, 60);
			await watch.stop();
		});
	});
};
