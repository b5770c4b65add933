import {basename, extname} from 'node:path';
import {describe, expect, test} from 'vitest';
import {
	importsOf,
	loadedWith,
	modules,
	projectFiles,
	readProjectFile,
	roomOf,
} from './helpers/project-files.ts';

const rooms = ['source', 'components', 'drivers'] as const;
const program = modules(...rooms);

/** `from → to` for every import that a rule forbids. */
const forbidden = (
	paths: readonly string[],
	isForbidden: (target: string, path: string) => boolean,
): unknown =>
	paths.flatMap((path) =>
		importsOf(path)
			.filter(({target}) => isForbidden(target, path))
			.map(({target}) => `${path} → ${target}`),
	);

test('the rooms are there, and their imports are understood', () => {
	for (const room of rooms) {
		expect(modules(room).length).toBeGreaterThan(5);
	}

	expect(importsOf('source/app/cli.ts')).toEqual(
		expect.arrayContaining([
			{target: 'node:child_process', kind: 'value'},
			{target: 'source/app/drivers.ts', kind: 'value'},
			{target: 'source/app/screen.tsx', kind: 'dynamic'},
		]),
	);
	expect(importsOf('source/driver/driver.ts')).toContainEqual({
		target: 'source/driver/address.ts',
		kind: 'type',
	});
	const all = new Set([...program, 'package.json']);
	expect(
		forbidden(program, (target) => rooms.some((room) => roomOf(target) === room) && !all.has(target)),
	).toEqual([]);
});

/** The rooms of source/, from the ground up: one imports only rooms of lower floors, types included. */
const floors = [
	['model', 'text', 'async'],
	['process'],
	['driver', 'moments'],
	['usage'],
	['limits'],
	['columns', 'sampling', 'recording'],
	['view', 'options'],
	['scene', 'batch', 'one-shot', 'metrics'],
	['keys'],
	['session'],
	['app'],
] as const;
/** Of drivers/: readers that drivers share, which know no driver. */
const readers = new Set(['linux', 'qmp', 'xenstore', 'ssh']);

const floorOf = (path: string): number => {
	const [, room = '', file] = path.split('/');
	return file === undefined ? -1 : floors.findIndex((rooms) => rooms.some((name) => name === room));
};

describe('the floors', () => {
	const isOfApp = (path: string): boolean => path.startsWith('source/app/');
	const folderOf = (path: string): string => path.split('/').slice(0, 2).join('/');

	test('every module of source is in a room', () => {
		expect(modules('source').filter((path) => floorOf(path) < 0)).toEqual([]);
	});

	test('a room imports only lower floors', () => {
		expect(
			forbidden(
				modules('source'),
				(target, path) =>
					roomOf(target) === 'source' &&
					folderOf(target) !== folderOf(path) &&
					floorOf(target) >= floorOf(path),
			),
		).toEqual([]);
	});

	test('only app looks out of source', () => {
		const below = modules('source').filter((path) => !isOfApp(path));
		expect(forbidden(below, (target) => ['components', 'drivers'].includes(roomOf(target)))).toEqual([]);
	});

	test('only the screen and the frame know components, and components know no app', () => {
		const doors = new Set(['source/app/live-screen.tsx', 'source/app/frame.tsx']);
		const others = modules('source', 'drivers').filter((path) => !doors.has(path));
		expect(forbidden(others, (target) => roomOf(target) === 'components')).toEqual([]);
		expect(forbidden(modules('components'), (target) => isOfApp(target))).toEqual([]);
		expect(forbidden(modules('components'), (target) => roomOf(target) === 'drivers')).toEqual([]);
	});

	test('a driver knows the seam and what lies below it, the shared readers, and no other driver', () => {
		const seam = floors.findIndex((rooms) => rooms.some((name) => name === 'driver'));
		const driverOf = (path: string): string => path.split('/')[1] ?? '';
		expect(
			forbidden(modules('drivers'), (target, path) =>
				roomOf(target) === 'source'
					? floorOf(target) > seam
					: roomOf(target) === 'drivers' &&
						driverOf(target) !== driverOf(path) &&
						!readers.has(driverOf(target)),
			),
		).toEqual([]);
	});

	test('no modules import each other in a circle, types included', () => {
		const circles: string[][] = [];
		const done = new Set<string>();
		const walk = (path: string, way: readonly string[]): void => {
			if (way.includes(path)) {
				circles.push([...way.slice(way.indexOf(path)), path]);
			} else if (!done.has(path) && rooms.some((room) => roomOf(path) === room)) {
				for (const {target} of importsOf(path)) {
					walk(target, [...way, path]);
				}

				done.add(path);
			}
		};
		for (const path of program) {
			walk(path, []);
		}

		expect(circles).toEqual([]);
	});

	test('nothing but the tests and scripts goes outside the rooms', () => {
		expect(
			forbidden(program, (target) => ['test', 'scripts', 'node_modules', '..'].includes(roomOf(target))),
		).toEqual([]);
	});
});

describe('batch and one-shots never load the screen', () => {
	const isOfScreen = (path: string): boolean =>
		/(?:^|node_modules\/)(?:ink|ink-.*|react|react-.*|yoga-layout|scheduler)(?:\/|$)/.test(path) ||
		roomOf(path) === 'components';

	test('in the source', () => {
		const entries = [
			'source/app/start.ts',
			'source/app/cli.ts',
			'source/batch/batch.ts',
			'source/one-shot/one-shot.ts',
			'source/app/index.ts',
		];
		const loaded = [...loadedWith(...entries)];
		expect(loaded).toContain('source/sampling/sampler.ts');
		expect(loaded.filter(isOfScreen)).toEqual([]);
		expect([...loadedWith('source/app/screen.tsx', 'components/app.tsx')].filter(isOfScreen)).toContain(
			'ink',
		);
	});

	test('in the bundle', () => {
		type Output = {
			readonly entryPoint?: string;
			readonly inputs: Readonly<Record<string, unknown>>;
			readonly imports: readonly {readonly path: string; readonly kind: string}[];
		};
		const outputs: Readonly<Record<string, Output>> = JSON.parse(
			readProjectFile('dist/metafile.json'),
		).outputs;
		const inputsOf = (entryPoint: string): readonly string[] => {
			const paths = new Set(Object.keys(outputs).filter((path) => outputs[path]?.entryPoint === entryPoint));
			expect(paths.size, entryPoint).toBe(1);
			for (const path of paths) {
				for (const {path: next, kind} of outputs[path]?.imports ?? []) {
					if (kind === 'import-statement') {
						paths.add(next);
					}
				}
			}

			return [...paths].flatMap((path) => Object.keys(outputs[path]?.inputs ?? {}));
		};
		for (const entry of [
			'source/app/start.ts',
			'source/app/cli.ts',
			'source/batch/batch.ts',
			'source/one-shot/one-shot.ts',
			'source/app/index.ts',
		]) {
			expect(inputsOf(entry).filter(isOfScreen), entry).toEqual([]);
		}

		expect(inputsOf('source/app/frame.tsx').some(isOfScreen)).toBe(true);
	});
});

describe('files', () => {
	const written = [...program, ...modules('scripts')];
	const lines = (path: string): number => readProjectFile(path).split('\n').length - 1;

	test('are small', () => {
		expect(written.filter((path) => lines(path) > 250)).toEqual([]);
		expect(['source/app/cli.ts', 'components/app.tsx'].filter((path) => lines(path) >= 100)).toEqual([]);
		const sizes = program.map(lines).sort((one, other) => one - other);
		expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThan(80);
	});

	test('have a name that says what is in them', () => {
		const names = written.map((path) => basename(path, extname(path)));
		expect(
			names.filter((name) => /^(?:utils?|helpers?|common|misc|types?|managers?|shared|lib)$/.test(name)),
		).toEqual([]);
		expect(names.filter((name) => !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name))).toEqual([]);
		expect(
			projectFiles('.').filter((path) => /(?:^|\/)drivers\/test\//.test(path) && roomOf(path) === 'drivers'),
		).toEqual([]);
	});

	test('that export one thing share a word with it', () => {
		const misnamed = program.filter((path) => {
			const names = [...readProjectFile(path).matchAll(/^export (?:const|class|type) (\w+)/gm)].map(
				([, name = '']) => name.toLowerCase(),
			);
			const words = basename(path, extname(path)).split('-');
			return names.length === 1 && !words.some((word) => names[0]?.includes(word.replace(/s$/, '')));
		});
		expect(misnamed.filter((path) => basename(path) !== 'index.ts')).toEqual([]);
	});
});

describe('the outside comes in as an argument', () => {
	const doors = new Set(
		['app/cli.ts', 'options/options.ts', 'app/screen.tsx', 'app/start.ts', 'options/environment.ts'].map(
			(name) => `source/${name}`,
		),
	);
	const below = program.filter((path) => !doors.has(path));
	const code = (path: string): string =>
		readProjectFile(path)
			.replaceAll(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, '')
			.replaceAll(/'(?:[^'\\\n]|\\.)*'/g, "''");
	const members =
		/\bprocess\.(?:env|argv|exit|exitCode|stdin|stdout|stderr|on|once|off|kill|cwd|umask|getuid|geteuid|hrtime|memoryUsage|uptime|nextTick|platform|version|versions|title)\b/;
	// In the text of a template another word follows `process`; in code a member, an operator or a bracket follows.
	const mention = /\bprocess\b(?! (?!as\b|in\b|instanceof\b|satisfies\b)[a-z])/;
	const declared = /\b(?:const|let|get)\s+process\b|[({,]\s*process\s*[,:})=]|\bprocess\??\s*(?:=>|:)/;

	test('nothing below the doors touches the process', () => {
		const touching = below.filter((path) => {
			const text = code(path);
			return members.test(text) || (mention.test(text) && !declared.test(text));
		});
		expect(touching).toEqual([]);
		expect([...doors].filter((path) => members.test(code(path)))).toContain('source/app/screen.tsx');
	});

	test('nor the console, the clock or chance', () => {
		const others = below.filter((path) => path !== 'source/async/clock.ts');
		expect(
			others.filter((path) =>
				/\bconsole\.|\bDate\.now\(|\bnew Date\(\)|\bperformance\.|\bMath\.random\(/.test(code(path)),
			),
		).toEqual([]);
	});

	test('nor does anything but source/async wait in a way of its own', () => {
		const others = program.filter((path) => !path.startsWith('source/async/'));
		const waiting = (way: RegExp): readonly string[] => others.filter((path) => way.test(code(path)));
		expect(waiting(/\b(?:setTimeout|setInterval|setImmediate)\b/)).toEqual([]);
		expect(
			waiting(/\bPromise\.(?:race|any)\(|\bnew AbortController\b|\bAbortSignal\.(?:any|timeout)\(/),
		).toEqual([]);
	});

	test('nothing changeable stands at the top of a module', () => {
		expect(program.filter((path) => /^(?:export )?(?:let|var) /m.test(code(path)))).toEqual([]);
	});
});

test('no file names a place that is only on one machine', () => {
	const places = [
		/(?<![\w.}])\/(?:work|root)\//,
		/https?:\/\/[\w.-]*(?:registry|artifactory|nexus|mirror|proxy)[\w.-]*/i,
	];
	const texts = projectFiles().filter((path) => !/\.(?:png|gif|gz|xz|br|wasm)$/.test(path));
	expect(texts.length).toBeGreaterThan(100);
	expect(texts.filter((path) => places.some((place) => place.test(readProjectFile(path))))).toEqual([]);
});
