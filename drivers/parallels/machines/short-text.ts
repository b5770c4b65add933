import type {Machine} from './machine.ts';
import {readMachine, uniqueMachines} from './read-machine.ts';

const header = /^UUID\s+STATUS\s+T\s+NAME\s*$/;
/** The name may hold spaces; it is the last column. */
const row = /^(?<uuid>\{[\da-f-]{36}\}) +(?<status>\S+) +(?<type>VM|CT|--) +(?<name>.*)$/i;

/** Parses the columns of `prlctl list -a -o uuid,status,type,name`, for versions without JSON. Undefined: it is no list. */
export const parseShortText = (text: string): readonly Machine[] | undefined => {
	const [first, ...lines] = text.split(/\r?\n/);
	if (text.trim() === '') {
		return [];
	}

	if (first === undefined || !header.test(first)) {
		return undefined;
	}

	return uniqueMachines(
		lines.flatMap((line) => {
			const {uuid, status, type, name} = row.exec(line)?.groups ?? {};
			return readMachine({uuid, status, type, name}) ?? [];
		}),
	);
};
