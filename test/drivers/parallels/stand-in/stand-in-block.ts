import type {StandInMachine} from './stand-in-state.ts';

const classfulNames = ['net.classful.traffic.ipv4', 'net.classful.traffic.ipv6', 'net.classful.traffic'];

/** A filter as the dispatcher takes it: `.` is itself, `*` anything, `#` a number; empty: everything. */
const passes = (filter: string): ((name: string) => boolean) => {
	if (filter === '') {
		return () => true;
	}

	const pattern = filter.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('#', '[0-9]+');
	const whole = new RegExp(`^(?:${pattern})$`);
	return (name) => whole.test(name);
};

const classfulLines = (name: string): readonly string[] =>
	Array.from({length: 16}, (_item, index) => {
		const counts = index === 1 && !name.endsWith('ipv6') ? [1002, 1_500_000, 802, 90_000] : [0, 0, 0, 0];
		const columns = [
			name.padStart(20),
			String(index).padStart(2),
			...counts.map((count, column) => String(count).padStart(column % 2 === 0 ? 20 : 10)),
		];
		return `\t${columns.join(' ')}\n`;
	});

/** One event of one machine as it is printed; empty: it has none. */
export const printStandInBlock = (
	{uuid, status, counters, perSecond = {}, since, classful = false}: StandInMachine,
	{
		filter,
		header,
		now,
		updateInterval,
	}: {
		readonly filter: string;
		readonly header: boolean;
		readonly now: number;
		readonly updateInterval: number;
	},
): string => {
	const isShown = passes(filter);
	const elapsed = Math.max(0, now - since);
	const seconds =
		(updateInterval > 0 ? Math.floor(elapsed / updateInterval) * updateInterval : elapsed) / 1000;
	const scalars =
		status === 'running'
			? Object.entries(counters)
					.filter(([name]) => isShown(name))
					.map(([name, value]) => {
						const shown =
							typeof value === 'number' ? Math.floor(value + (perSecond[name] ?? 0) * seconds) : value;
						return `\t${name}:\t${shown}\n`;
					})
			: [];
	const classes =
		classful && (status === 'running' || status === 'stopped' || status === 'suspended')
			? classfulNames.filter(isShown).flatMap(classfulLines)
			: [];
	const lines = [...scalars, ...classes];
	return lines.length === 0 ? '' : `${header ? `{${uuid}}\n` : ''}${lines.join('')}`;
};
