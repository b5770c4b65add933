import {describe, expect, test} from 'vitest';
import {oncePerName} from './helpers/once-per-name.ts';
import {projectOf, testFiles} from './helpers/test-projects.ts';

describe('the group of a test', () => {
	test.each([
		['test/text/format.test.ts', 'unit'],
		['test/drivers/xen/device-number.test.ts', 'unit'],
		// By itself, by a helper, and by the helper of a helper.
		['test/drivers/linux/pin-path.test.ts', 'world'],
		['test/drivers/linux/proc.test.ts', 'world'],
		['test/drivers/xen/contract.test.ts', 'world'],
		['test/drivers/qemu/own-sockets.test.ts', 'mocked'],
		['test/readme.test.ts', 'package'],
		['test/terminal/start.test.ts', 'terminal'],
	])('%s: %s', (path, name) => {
		expect(projectOf(path)).toBe(name);
	});

	test('is one for every test, and no group is empty', () => {
		const groups = Object.values(testFiles());
		const all = groups.flat();
		expect(new Set(all).size).toBe(all.length);
		expect(groups.every((files) => files.length > 0)).toBe(true);
		expect(all).toContain('test/test-projects.test.ts');
		expect(all.filter((path) => /^test\/(?:labs|bench)\//.test(path))).toEqual([]);
	});
});

describe('what is read once', () => {
	test('is read once for each name, and shared', () => {
		const names: string[] = [];
		const read = oncePerName((name) => {
			names.push(name);
			return {name};
		});
		expect(read('a')).toBe(read('a'));
		expect(read('b')).toEqual({name: 'b'});
		expect(names).toEqual(['a', 'b']);
	});

	test('cannot be changed by a test for the others', () => {
		const read = oncePerName((name) => ({values: new Map([['first', {list: [name]}]])}));
		expect(() => read('a').values.get('first')?.list.push('b')).toThrow(TypeError);
	});
});
