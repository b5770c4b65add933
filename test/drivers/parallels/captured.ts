import {readFileSync} from 'node:fs';

/** What the real prlctl 9.0.26 printed, fed with invented numbers by a stand-in for the dispatcher. */
export const fixture = (name: string): string =>
	readFileSync(new URL(`../../fixtures/parallels/${name}`, import.meta.url), 'utf8');

/** What it printed for one command, by the title before it: `list -a -j`. */
export const printedFor = (title: string): string => {
	const text = fixture('prlctl-list-and-statistics-once.txt');
	const start = text.indexOf(`--- ${title}`);
	const body = text.slice(text.indexOf('\n', start) + 1);
	if (start === -1) {
		throw new Error(`${title} was not captured`);
	}

	return body.slice(0, /^rc=/m.exec(body)?.index);
};
