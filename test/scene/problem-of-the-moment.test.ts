import {expect, test} from 'vitest';
import type {ProblemReport} from '../../source/model/sample.ts';
import {footerParts} from '../../source/scene/footer-parts.ts';
import {sceneOf} from '../../source/scene/scene.ts';
import {usageOf} from '../../source/usage/usage.ts';
import {aDomain, aReading, aSample, momentAt} from '../helpers/sample-builder.ts';
import {someView} from '../helpers/some-view.ts';

const remark = {
	kind: 'no-monitor',
	message: 'Disks of 2 domains are unknown.',
	advice: 'Give them a socket.',
};
const late = {kind: 'late', message: 'qmp: has not answered for 9 s.', advice: 'See whether it runs.'};
const quiet = {kind: 'silent', domain: 'quiet', message: 'quiet has not answered.', advice: 'Look at it.'};
const stopped = {
	kind: 'state',
	domain: 'full',
	message: 'full was stopped: no space left.',
	advice: 'Free some.',
};

/** The last line beside problems of one connection, in this order. */
const footerOf = (...problems: readonly ProblemReport[]): string => {
	const domains = [aDomain('full'), aDomain('quiet')];
	const scene = sceneOf({
		usage: usageOf(undefined, [aReading({...aSample(domains), problems})], momentAt(100)),
		statuses: new Map(),
		view: someView(),
		size: {columns: 100, rows: 24},
		terminalStyle: {colour: false, ascii: false},
	});
	return footerParts(scene, true)
		.map(({text}) => text)
		.join(' ');
};

test('a domain that stands still on an error is reported before a standing remark', () => {
	expect(footerOf(stopped, remark)).toContain('no space left');
	expect(footerOf(remark, stopped, quiet)).toContain('no space left');
	expect(footerOf(remark, quiet)).toContain('Disks of 2 domains');
});

test('a connection that fails is reported before all', () => {
	expect(footerOf(late, stopped, remark)).toContain('has not answered for 9 s');
});
