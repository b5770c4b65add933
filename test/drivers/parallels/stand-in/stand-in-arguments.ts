/** What was asked for. */
export type StandInRequest =
	| {
			readonly kind: 'statistics';
			readonly all: boolean;
			readonly names: readonly string[];
			readonly loop: boolean;
			readonly filter: string;
	  }
	| {
			readonly kind: 'list';
			readonly all: boolean;
			readonly info: boolean;
			readonly json: boolean;
			readonly header: boolean;
			readonly fields: readonly string[] | undefined;
			readonly names: readonly string[];
	  }
	/** It says so on standard output, and ends with 1. */
	| {readonly kind: 'usage'; readonly text: string}
	/** The same on standard error. */
	| {readonly kind: 'refused'; readonly text: string};

const usage: StandInRequest = {
	kind: 'usage',
	text: 'Usage: prlctl ACTION <ID | NAME> [OPTIONS]\nSupported actions are:\n  list, statistics, …\n',
};

type Option = {readonly names: readonly string[]; readonly value?: true};

/** Of the global options the one that shadows `--loop`'s short form. */
const login: Option = {names: ['-l', '--login'], value: true};

const statisticsOptions: readonly Option[] = [
	login,
	{names: ['--all', '-a']},
	{names: ['--loop']},
	{names: ['--filter'], value: true},
];

const listOptions: readonly Option[] = [
	login,
	{names: ['--all', '-a']},
	{names: ['--info', '-i']},
	{names: ['--json', '-j']},
	{names: ['--no-header', '-H']},
	{names: ['--output', '-o'], value: true},
];

type Given = {readonly values: ReadonlyMap<string, string>; readonly names: readonly string[]};

const read = (options: readonly Option[], parameters: readonly string[]): Given | StandInRequest => {
	const values = new Map<string, string>();
	const names: string[] = [];
	for (let index = 0; index < parameters.length; index += 1) {
		const parameter = parameters[index] ?? '';
		const option = options.find((one) => one.names.includes(parameter));
		if (option) {
			index += option.value ? 1 : 0;
			const value = option.value ? parameters[index] : '';
			if (value === undefined) {
				return {kind: 'refused', text: `The \`${parameter}' option requires an argument.\n`};
			}

			values.set(option.names[0] ?? '', value);
		} else if (parameter.startsWith('-')) {
			return usage;
		} else {
			names.push(parameter);
		}
	}

	return {values, names};
};

/** @param knowsJson false: `-j` is refused, as by old ones. */
export const readStandInArguments = (
	[action, ...parameters]: readonly string[],
	knowsJson: boolean,
): StandInRequest => {
	const options = action === 'statistics' ? statisticsOptions : action === 'list' ? listOptions : undefined;
	const given = options
		? read(
				options.filter(({names}) => knowsJson || !names.includes('-j')),
				parameters,
			)
		: usage;
	if ('kind' in given) {
		return given;
	}

	const {values, names} = given;
	if (action === 'list') {
		return {
			kind: 'list',
			all: values.has('--all'),
			info: values.has('--info'),
			json: values.has('--json'),
			header: !values.has('--no-header'),
			fields: values.get('--output')?.split(','),
			names,
		};
	}

	return values.has('--all') === names.length > 0
		? usage
		: {
				kind: 'statistics',
				all: values.has('--all'),
				names,
				loop: values.has('--loop'),
				filter: values.get('--filter') ?? '',
			};
};
