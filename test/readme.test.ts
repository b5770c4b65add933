import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {columns, pageNames} from '../source/columns/columns.ts';
import {keys} from '../source/keys/keys.ts';
import {helpText} from '../source/options/help-text.ts';

const root = join(import.meta.dirname, '..');
const readme = readFileSync(join(root, 'readme.md'), 'utf8');

describe('the readme', () => {
	test('begins with the frame that the program draws', () => {
		const frame = readFileSync(join(root, 'test/frames/domains-80x24.txt'), 'utf8').trimEnd();
		expect(readme).toContain(frame);
	});

	test('names every key, as the help does', () => {
		for (const {label, help} of keys.filter((key) => key.label !== '')) {
			expect(readme).toContain(`| \`${label}\` | ${help} |`);
		}
	});

	test('has the options as --help has them', () => {
		for (const line of helpText()
			.split('\n')
			.filter((text) => /^\s+(-\w, )?--/.test(text))) {
			expect(readme).toContain(line.slice(2));
		}
	});

	test('explains every column that a page shows by itself', () => {
		for (const page of pageNames) {
			for (const {header} of columns[page].filter(({priority}) => priority !== undefined)) {
				expect(readme, `${page} ${header}`).toMatch(
					new RegExp(`(^| )${header.replaceAll(/[/%]/g, '\\$&')}( |$)`, 'm'),
				);
			}
		}
	});
});
