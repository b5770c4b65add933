import {readJsonEntries} from './json-entries.ts';
import type {Machine} from './machine.ts';
import {readMachine, uniqueMachines} from './read-machine.ts';

/** What `prlctl list -a -o uuid,status,type,name -j` printed; absent: no list. */
export const parseShortList = (text: string): readonly Machine[] | undefined => {
	const entries = readJsonEntries(text);
	return (
		entries &&
		uniqueMachines(
			entries.flatMap(({uuid, name, status, type}) => readMachine({uuid, name, status, type}) ?? []),
		)
	);
};
