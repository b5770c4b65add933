import {afterEach, describe, expect, test} from 'vitest';
import {renderFrame, renderScene} from '../../source/app/frame.tsx';
import type {ProblemReport, Sample} from '../../source/model/sample.ts';
import {createFakeDriver} from '../helpers/fake-driver.ts';
import {changed} from '../helpers/plain-of.ts';
import {type Bench, type BenchOptions, openBench} from '../helpers/simulated-session.ts';
import {someView} from '../helpers/some-view.ts';
import {xenSample, xenTarget} from '../helpers/xen-usage.ts';

const hint = 'x takes 512-byte sectors: disks marked * show 8 times too much, as in libvirt.';
const trouble: ProblemReport = {kind: 'xenstore', message: 'xenstore is silent.', advice: 'Start it.'};

describe('what x does', () => {
	let bench: Bench;

	const open = async (options: BenchOptions = {}): Promise<void> => {
		bench = await openBench({targets: (clock) => [xenTarget(clock)], ...options});
	};

	/** A host whose samples are changed, call by call. */
	const openChanged = (change: (sample: Sample, call: number) => Partial<Sample>): Promise<void> =>
		open({
			targets: (clock) => {
				const {address} = xenTarget(clock);
				const start = clock.monotonic();
				const sample = (call: number) => {
					const whole = xenSample(clock.monotonic(), clock.monotonic() - start);
					return {...whole, ...change(whole, call)};
				};
				return [{driver: createFakeDriver({sample}, {name: 'xen', schemes: ['xl']}), address}];
			},
		});

	afterEach(() => bench.close());

	const lastLine = (): string => renderScene(bench.session.scene.get()).split('\n').at(-1) ?? '';
	const press = (...names: string[]): void => bench.session.press(names);

	test('is said in the last line of the first frame with such a disk, and steps aside by itself', async () => {
		await open();
		expect(lastLine()).toBe(hint);
		await bench.refresh(2);
		expect(lastLine()).toBe(hint);
		await bench.refresh(4);
		expect(lastLine()).toContain('? help');
	});

	test('is said once: any key takes it away, and it does not come back', async () => {
		await open();
		press('3');
		expect(lastLine()).toContain('? help');
		await bench.refresh(20);
		expect(lastLine()).toContain('? help');
	});

	test('waits for such a disk', async () => {
		await openChanged(({domains}, call) => ({
			domains: call > 2 ? domains : domains.map((domain) => changed(domain, {disks: []})),
		}));
		await bench.refresh();
		expect(lastLine()).toContain('? help');
		await bench.refresh();
		expect(lastLine()).toBe(hint);
	});

	test('waits for the end of a problem, however long it lasts', async () => {
		await openChanged((_sample, call) => ({problems: call <= 10 ? [trouble] : []}));
		await bench.refresh(9);
		expect(lastLine()).toContain(trouble.message);
		await bench.refresh();
		expect(lastLine()).toBe(hint);
	});

	test('lets a new problem go before it', async () => {
		await openChanged((_sample, call) => ({problems: call === 2 ? [trouble] : []}));
		expect(lastLine()).toBe(hint);
		await bench.refresh();
		expect(lastLine()).toContain(trouble.message);
		await bench.refresh();
		expect(lastLine()).toBe(hint);
		await bench.refresh(10);
		expect(lastLine()).toContain('? help');
	});

	test('waits for the end of a question', async () => {
		await openChanged(({domains}, call) => ({domains: call > 1 ? domains : []}));
		press('/', 'd');
		await bench.refresh();
		expect(lastLine()).toContain('d_');
		press('enter');
		await bench.refresh();
		expect(lastLine()).toBe(hint);
	});

	test('is not shown to a person who pressed x by then', async () => {
		await openChanged(({domains}, call) => ({domains: call > 1 ? domains : []}));
		press('x', 'j');
		await bench.refresh();
		expect(lastLine()).toContain('? help');
		press('x', 'j');
		await bench.refresh();
		expect(lastLine()).toContain('? help');
	});

	test('is said the other way round where 512 bytes were chosen', async () => {
		await open({view: someView({sectors: '512'})});
		expect(lastLine()).toBe(
			'x takes physical sectors, as libvirt: disks marked * then show 8 times as much.',
		);
	});

	test('is not said of a made-up host', async () => {
		await open({targets: undefined});
		await bench.refresh(40);
		expect(bench.session.scene.get().usage?.problems).toEqual([]);
		expect(lastLine()).toContain('? help');
	});

	test('stands in a single frame too', async () => {
		await open();
		const usage = bench.sampler.usage.get();
		const frame =
			usage && renderFrame(usage, someView(), {colour: false, ascii: true}, {columns: 80, rows: 24});
		expect(frame?.split('\n').at(-1)).toBe(hint);
	});
});
