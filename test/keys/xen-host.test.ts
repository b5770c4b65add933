import {readFile, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {readConfigFile} from '../../source/options/config-file.ts';
import {parseOptions} from '../../source/options/options.ts';
import {savedOptions} from '../../source/options/saved-options.ts';
import {writeConfigFile} from '../../source/options/write-config-file.ts';
import type {Scene} from '../../source/scene/scene.ts';
import {selectedRow} from '../../source/scene/table-scene.ts';
import {viewChoices} from '../../source/view/view-choices.ts';
import {eventually} from '../helpers/eventually.ts';
import {type Bench, openBench} from '../helpers/simulated-session.ts';
import {skipBecause} from '../helpers/skip-because.ts';
import {someView} from '../helpers/some-view.ts';
import {makeTrustedFolder, noTrustReason, thisUser} from '../helpers/trusted-folder.ts';
import {xenTarget} from '../helpers/xen-usage.ts';

describe('pressed on a Xen host', () => {
	let bench: Bench;
	let folder: string;

	beforeEach(async () => {
		folder = makeTrustedFolder();
		bench = await openBench({
			targets: (clock) => [xenTarget(clock)],
			writeConfig: async (view) => {
				await writeConfigFile(join(folder, 'config.json'), thisUser, savedOptions(viewChoices(view)));
				return 'Written.';
			},
		});
		await bench.refresh();
	});

	afterEach(async () => {
		await bench.close();
		await rm(folder, {recursive: true});
	});

	const scene = (): Scene => bench.session.scene.get();
	const press = (...names: readonly string[]): void => bench.session.press(names);
	const said = (): string | undefined => scene().view.message?.text;
	const body = () => {
		const {body} = scene();
		if (body.kind !== 'table') {
			throw new Error('No table is shown.');
		}

		return body;
	};
	const order = (): readonly string[] => body().rows.map(({usage}) => usage.domain.name);
	const selected = (): string | undefined => selectedRow(body())?.usage.domain.name;

	test('the order is turned round below Domain-0, and the selection stays where it was put', () => {
		expect(order()).toEqual(['Domain-0', 'd1']);
		expect(selected()).toBe('Domain-0');
		press('j', 'r');
		expect([order(), selected()]).toEqual([['Domain-0', 'd1'], 'd1']);
		press('N', 'M', 'r', 'g');
		expect([order(), selected(), scene().view.selections.domains.key]).toEqual([
			['Domain-0', 'd1'],
			'Domain-0',
			undefined,
		]);
	});

	test('a filter leaves Domain-0 out', () => {
		press('/', 'd', '1', 'enter');
		expect([order(), selected()]).toEqual([['d1'], 'd1']);
	});

	test('p says that there is nothing to set, and asks nothing', () => {
		press('j', 'p');
		expect(scene().view.prompt).toBeUndefined();
		expect(scene().view.message).toEqual({
			text: 'The balloon period of d1 cannot be set: Xen has no balloon statistics.',
			failed: true,
		});
		press('g', 'p');
		expect(said()).toMatch(/^The balloon period of Domain-0 cannot be set: /);
	});

	test('x changes the bytes of marked disks at once, no counter, and says what is shown', () => {
		const disk = (name: string) =>
			scene()
				.usage?.domains.find(({domain}) => domain.name === 'd1')
				?.disks?.find((one) => one.disk.name === name);
		const [before, plain] = [disk('xvdb'), disk('sda')];
		expect(before?.writeBytesPerSecond).toBe((8192 * 4096) / 2);
		press('x');
		expect(said()).toBe("A VBD sector counts 512 bytes, as Linux's blkback counts.");
		expect(disk('xvdb')).toMatchObject({writeBytesPerSecond: (8192 * 512) / 2, disk: before?.disk});
		expect(disk('sda')).toEqual(plain);
		press('x');
		expect(said()).toBe("A VBD sector counts as its backend's physical sector, as in libvirt.");
		expect(disk('xvdb')).toEqual(before);
	});

	test('x says so where it makes no difference', async () => {
		await bench.close();
		bench = await openBench({uri: 'test:///2x1'});
		press('x');
		expect(said()).toBe("A VBD sector counts 512 bytes, as Linux's blkback counts; here that is the same.");
	});

	test('W writes what x chose, and the next start begins with it', async ({skip}) => {
		if (noTrustReason !== undefined) {
			skipBecause(skip, noTrustReason);
		}

		const path = join(folder, 'config.json');
		press('x', 'W');
		await eventually(said).toBe('Written.');
		expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({'vbd-sectors': '512'});
		const options = parseOptions(await readConfigFile(path, thisUser), []);
		expect([options.sectors, someView(options).sectors]).toEqual(['512', '512']);
		press('x', 'W');
		await eventually(said).toBe('Written.');
		expect(JSON.parse(await readFile(path, 'utf8'))).not.toHaveProperty('vbd-sectors');
	});
});
