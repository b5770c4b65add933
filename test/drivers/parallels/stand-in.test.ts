import {expect, test} from 'vitest';
import {fixture, printedFor} from './captured.ts';
import {createPrlctlWorld, type PrlctlWorld} from './prlctl-world.ts';
import {db1, web1} from './some-machines.ts';

/** What a command printed and how it ended. @param untilBytes of its standard output, after which its input ends; absent: it has none. */
const run = async ({spawn}: PrlctlWorld, line: string, untilBytes = 0) => {
	const [command = '', ...parameters] = line.split(' ');
	const child = spawn(command, parameters);
	const sizes: number[] = [];
	let [printed, complained] = ['', ''];
	const endInput = () => {
		if (printed.length >= untilBytes) {
			child.stdin.end();
		}
	};
	child.stdout.on('data', (chunk: Buffer) => {
		sizes.push(chunk.length);
		printed += chunk;
		endInput();
	});
	child.stderr.on('data', (chunk: Buffer) => {
		complained += chunk;
	});
	endInput();
	const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
	return {printed, complained, status, sizes};
};

const loop = 'prlctl statistics --all --loop';

test('prints lists as the real one did', async () => {
	const world = createPrlctlWorld();
	expect(await run(world, 'prlctl list -a')).toMatchObject({printed: printedFor('list -a\n'), status: 0});
	expect((await run(world, 'prlctl list -a -j')).printed).toBe(printedFor('list -a -j'));
	const long = (await run(world, 'prlctl list -i -j web1')).printed;
	const isCaptured = new Set(printedFor('list -i -j web1').split('\n'));
	expect(
		long.split('\n').filter((one) => !isCaptured.has(one) && /hdd|net0|port|image|mac|size|dev/.test(one)),
	).toEqual(['\t\t\t\t"port": "ide:0",', '\t\t\t\t"image": "",']);
});

test('prints statistics as the real one did, number for number', async () => {
	const captured = printedFor('statistics web1 once')
		.split('\n')
		.filter((line) => line.startsWith('\t'));
	const world = createPrlctlWorld({state: {machines: [{...web1, perSecond: {}}]}});
	const {printed} = await run(world, `stdbuf -oL ${loop}`, 1);
	const lines = printed.split('\n').slice(1, captured.length + 1);
	expect(lines.toSorted()).toEqual(captured.toSorted());
});

test('takes a filter as the dispatcher does', async () => {
	const world = createPrlctlWorld();
	const {printed} = await run(world, `stdbuf -oL ${loop} --filter guest.cpu*|devices.*|net.nic*`, 500);
	const names = (text: string) =>
		[...(text.split('{')[1]?.matchAll(/\t(\S+):/g) ?? [])].map(([, name]) => name);
	const asCaptured = names(fixture('prlctl-statistics-all-loop-filtered.txt'));
	expect(names(printed)).toEqual(asCaptured);
	expect(asCaptured).toHaveLength(14);
});

test('writes blocks of 4096 bytes without stdbuf, and lines with it', async () => {
	const world = createPrlctlWorld({state: {machines: [web1, db1].map((one) => ({...one, perSecond: {}}))}});
	const filtered = `${loop} --filter guest.cpu*|devices.*|net.nic*`;
	// Several may be read as one, where this process was held up; the last one is what it leaves with.
	const wholes = ({sizes}: {readonly sizes: readonly number[]}, size: number) =>
		sizes.slice(0, -1).map((one) => one % size);
	const buffered = await run(world, filtered, 8192);
	expect(new Set(wholes(buffered, 4096))).toEqual(new Set([0]));
	const lined = await run(world, `stdbuf -oL ${filtered}`, 985);
	expect(new Set(wholes(lined, 985))).toEqual(new Set([0]));
	expect([lined.printed, buffered.printed].map((text) => text.endsWith('\n\n'))).toEqual([true, true]);
});

test.each([
	[loop, 0, '\n', /^WARNING/],
	['prlctl statistics -a -l', 1, '', /requires an argument/],
	['prlctl statistics -a --json', 1, expect.stringMatching(/^Usage/), /^WARNING/],
	['prlctl statistics', 1, expect.stringMatching(/^Usage/), /^WARNING/],
	['prlctl statistics nosuch --loop', 255, '', /could not be found/],
	['prlctl list -a -o uuid,nope', 1, '', /^Unknown field: nope\n$/],
	['prlctl destroy web1', 1, expect.stringMatching(/^Usage/), /^WARNING/],
	['prlctl list -a -o uuid,name -H', 0, expect.stringMatching(/^\{a/), /^$/],
])('%s ends with %i where its input has ended', async (line, status, printed, complained) => {
	const output = await run(createPrlctlWorld(), line);
	expect(output).toMatchObject({status, printed, complained: expect.stringMatching(complained)});
});

test('ends at any byte of its input', async () => {
	const world = createPrlctlWorld();
	const child = world.spawn('prlctl', loop.split(' ').slice(1));
	child.stdin.write('x');
	expect(await new Promise((resolve) => child.once('close', resolve))).toBe(0);
	expect(world.calls().at(-1)).toMatchObject({ended: 'a byte of input'});
});
