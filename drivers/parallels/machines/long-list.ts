import {type JsonEntry, readJsonEntries} from './json-entries.ts';
import type {Machine} from './machine.ts';
import {readMachineDetails} from './machine-details.ts';
import {readMachine, uniqueMachines} from './read-machine.ts';

const readEntry = (entry: JsonEntry): Machine | undefined => {
	const machine = readMachine({
		uuid: entry.ID,
		name: entry.Name,
		status: entry.State,
		type: entry.Type,
	});
	return machine && {...machine, details: readMachineDetails(entry, machine.kind)};
};

/** Parses the output of `prlctl list -a -i -j`. Undefined: it is no list. */
export const parseLongList = (text: string): readonly Machine[] | undefined => {
	const entries = readJsonEntries(text);
	return entries && uniqueMachines(entries.flatMap((entry) => readEntry(entry) ?? []));
};
