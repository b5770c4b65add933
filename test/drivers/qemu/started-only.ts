import {vi} from 'vitest';
import {startedPids} from './start-stand-in.ts';

/*
In place of drivers/linux/read-file.ts. Other guests may run on this machine, people's and those of other tests: of the
processes only those are listed that this test started, so that nothing is asked of others, or written.
*/
const original = await vi.importActual<typeof import('../../../drivers/linux/read-file.ts')>(
	'../../../drivers/linux/read-file.ts',
);

export const {refusalOf, attempt, readText, readLink} = original;

export const readFolder: typeof original.readFolder = (path) => {
	const names = original.readFolder(path);
	return path === '/proc' && 'value' in names
		? {value: names.value.filter((name) => startedPids.has(name))}
		: names;
};
