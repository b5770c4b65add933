import type {StandInRequest} from './stand-in-arguments.ts';
import type {StandInMachine, StandInState} from './stand-in-state.ts';

type Field = {
	readonly header: string;
	readonly width: number;
	readonly text: (machine: StandInMachine) => string;
};

/** Of PrlList.cpp of prlctl 9.0.26, those that domtop may ask for. */
const fields: Readonly<Record<string, Field>> = {
	uuid: {header: 'UUID', width: 39, text: ({uuid}) => `{${uuid}}`},
	status: {header: 'STATUS', width: 12, text: ({status}) => status},
	ip_configured: {header: 'IP_ADDR', width: 15, text: () => '-'},
	type: {header: 'T', width: 2, text: ({type}) => type},
	name: {header: 'NAME', width: 32, text: ({name}) => name},
};

const defaultFields = ['uuid', 'status', 'ip_configured', 'type', 'name'];

/** The other control characters stay as they are. */
const escaped = (json: string): string =>
	json.replaceAll(/\\u00([01][\da-f])/g, (_all, code) => String.fromCodePoint(Number.parseInt(code, 16)));

const quoted = (text: string, escapesNothing: boolean): string =>
	escapesNothing ? `"${text}"` : escaped(JSON.stringify(text));

const printJson = (value: unknown, indent: string, escapesNothing: boolean): string => {
	if (typeof value === 'string') {
		return quoted(value, escapesNothing);
	}

	if (typeof value !== 'object' || value === null) {
		return String(value);
	}

	const entries = Object.entries(value).map(
		([key, one]) => `${indent}\t"${key}": ${printJson(one, `${indent}\t`, escapesNothing)}`,
	);
	return `{\n${entries.join(',\n')}\n${indent}}`;
};

const printRows = (rows: readonly object[], escapesNothing: boolean): string =>
	`[\n${rows.map((row) => `\t${printJson(row, '\t', escapesNothing)}`).join(',\n')}\n]\n`;

const infoOf = ({uuid, name, type, status, details}: StandInMachine): object => ({
	ID: uuid,
	EnvID: '',
	Name: name,
	Description: '',
	Type: type,
	State: status,
	...details,
});

/** A row of the text: every field but the last has its width, and of each 254 characters are the most. */
const printLine = (texts: readonly string[], asked: readonly Field[]): string => {
	const cells = asked.map(({width}, index) => {
		const text = texts[index] ?? '';
		return (index === asked.length - 1 ? text : `${text.padEnd(width)} `).slice(0, 254);
	});
	return `${cells.join('')}\n`;
};

/** What `prlctl list` prints. @throws Error with the words for its standard error, where it ends with 1. */
export const printStandInList = (
	{all, info, json, header, fields: names, ...request}: Extract<StandInRequest, {readonly kind: 'list'}>,
	{machines, escapesNothing}: StandInState,
): string => {
	const by: 'uuid' | 'name' = names?.[0] === 'uuid' ? 'uuid' : 'name';
	const shown = machines
		.filter(({uuid, name, status}) =>
			request.names.length > 0
				? request.names.includes(uuid) || request.names.includes(name)
				: all || info || status === 'running',
		)
		.toSorted((one, other) => (one[by] < other[by] ? -1 : 1));
	if (info) {
		if (!json) {
			throw new Error('This stand-in knows list -i only with -j.');
		}

		return printRows(shown.map(infoOf), escapesNothing);
	}

	const order = names ?? defaultFields;
	const asked = order.map((name) => {
		const field = fields[name];
		if (!field) {
			throw new Error(`Unknown field: ${name}`);
		}

		return field;
	});
	const row = (machine: StandInMachine) => asked.map(({text}) => text(machine));
	if (json) {
		return printRows(
			shown.map((machine) =>
				Object.fromEntries(
					row(machine).map((text, index) => [
						order[index],
						order[index] === 'uuid' ? text.slice(1, -1) : text,
					]),
				),
			),
			escapesNothing,
		);
	}

	const lines = shown.map((machine) => printLine(row(machine), asked));
	const top = header
		? printLine(
				asked.map((field) => field.header),
				asked,
			)
		: '';
	return top + lines.join('');
};
