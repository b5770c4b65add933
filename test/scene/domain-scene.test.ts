import {expect, test} from 'vitest';
import type {Domain} from '../../source/model/sample.ts';
import {domainScene} from '../../source/scene/domain-scene.ts';
import {shownNames} from '../../source/scene/shown-names.ts';
import {aDomain, usageWith} from '../helpers/sample-builder.ts';
import {someView} from '../helpers/some-view.ts';

const linesOf = (changes: Partial<Domain>) => {
	const usage = usageWith(aDomain('web', changes));
	const opened = {
		rowKey: 'host-1/web',
		name: 'web',
		selection: {key: undefined, index: 0, top: 0},
		scroll: 0,
	};
	const terminalStyle = {colour: false, ascii: false};
	const size = {columns: 80, rows: 24};
	return domainScene(usage, usage.domains[0], opened, someView(), size, 20, terminalStyle, shownNames([]))
		.lines;
};

const vcpuLine = (changes: Partial<Domain>): string | undefined =>
	linesOf(changes).find(({text}) => text.includes('vCPU'))?.text;

test('vCPUs that could not be read say why; where nothing says why, they are not read yet', () => {
	expect(vcpuLine({vcpusReason: 'the monitor is busy'})).toBe(' vCPUs unknown: the monitor is busy');
	expect(vcpuLine({})).toBe(' vCPUs unknown: not read yet');
	expect(vcpuLine({state: 'shutoff'})).toBe(' vCPUs unknown: it is off');
	expect(vcpuLine({vcpus: [], vcpusReason: undefined})).toBe(' no vCPU');
});

test('why a domain stands still is a dim line, whole', () => {
	const stateReason = `it waits for ${'an incoming migration '.repeat(4)}`.trimEnd();
	const lines = linesOf({state: 'paused', stateReason}).filter(({style}) => style === 'dim');
	expect(
		lines
			.slice(0, 2)
			.map(({text}) => text.trim())
			.join(' '),
	).toBe(`paused: ${stateReason}`);
});
