import type {BenchWorld, Figure, Row} from '../figure.ts';
import {runEntry} from '../run-entry.ts';

type Shown = {readonly domains: number; readonly milliseconds: number};

const measure = async ({quick}: BenchWorld): Promise<readonly Figure[]> => {
	const shown = await runEntry<readonly Shown[]>('screen-part-entry.tsx', [quick ? '40' : '200'], {
		env: {NODE_ENV: 'production', FORCE_COLOR: '1'},
	});
	const [first] = shown;
	return shown.map(({domains, milliseconds}) => ({
		what: `${domains} × 4, CPU a refresh`,
		unit: 'ms',
		value: milliseconds,
		...(domains === first?.domains
			? {}
			: {
					peer: {name: `${first?.domains} domains`, value: first?.milliseconds ?? Number.NaN},
					aim: {ratio: 2},
				}),
	}));
};

/** What showing a refresh costs without reading it. */
export const screenRow: Row = {
	name: 'screen',
	about: 'the screen part alone, inside one process: the same frames for 10 and 1000 domains',
	measure,
};
