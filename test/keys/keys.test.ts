import {describe, expect, test} from 'vitest';
import {columns, pageNames} from '../../source/columns/columns.ts';
import type {Place} from '../../source/keys/key.ts';
import {keyHelp, keys} from '../../source/keys/keys.ts';
import {helpRows} from '../../source/scene/help-rows.ts';

const places: readonly Place[] = [
	'table',
	'domain',
	'device',
	'help',
	'problems',
	'columns',
	'waiting',
	'small',
];

describe('the table of keys', () => {
	test('has every key of the design', () => {
		const inputs = new Set(keys.flatMap((key) => key.inputs));
		const named = ['up', 'down', 'pageup', 'pagedown', 'home', 'end', 'enter', 'escape', 'left', 'right'];
		for (const input of [...named, ...'jkgG01234PMTN<>r/cpd zixB!W?hq', 'ctrl-l', 'ctrl-c', 'ctrl-z']) {
			expect(inputs, input).toContain(input);
		}
	});

	test('no key is hidden behind another one in the same place', () => {
		for (const [index, key] of keys.entries()) {
			for (const input of key.inputs) {
				const reachable = places.filter(
					(place) =>
						(key.places?.includes(place) ?? true) &&
						!keys
							.slice(0, index)
							.some((one) => one.inputs.includes(input) && (one.places?.includes(place) ?? true)),
				);
				expect(reachable, `${key.label} ${input}`).not.toEqual([]);
			}
		}
	});

	test('the help has each of them, and each column of its page', () => {
		for (const page of pageNames) {
			const rows = helpRows(page, keyHelp, 200);
			for (const {label, help} of keys.filter((key) => key.label !== '')) {
				expect(rows).toContainEqual({term: label, meaning: help});
			}

			const text = rows.map(({term, meaning}) => `${term} ${meaning}`).join('\n');
			for (const {header, help} of columns[page]) {
				expect(text).toContain(`${header} ${help}`);
			}
		}
	});

	test('no line of the help is wider than its room', () => {
		for (const width of [20, 53, 73, 193]) {
			for (const {term, meaning} of helpRows('memory', keyHelp, width)) {
				expect(term.length).toBeLessThanOrEqual(12);
				expect(meaning.length).toBeLessThanOrEqual(Math.max(10, width - 12));
			}
		}
	});
});
