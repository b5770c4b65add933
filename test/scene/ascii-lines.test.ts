import {expect, test} from 'vitest';
import {footerParts} from '../../source/scene/footer-parts.ts';
import {headerParts} from '../../source/scene/header-parts.ts';
import {sceneOf} from '../../source/scene/scene.ts';
import {aDomain, aReading, aSample, usageAfter} from '../helpers/sample-builder.ts';
import {someView} from '../helpers/some-view.ts';

const name = 'e\u0301\u0302\u0303 日本 ñ';
const problem = {kind: 'silent', domain: 'web', message: `${name} is silent.`, advice: 'Look.'};
const usage = usageAfter([
	[
		aReading(
			aSample([aDomain('web', {name})], {host: {name}, problems: [problem, {...problem, kind: 'other'}]}),
		),
	],
]);

test.each([40, 60, 80, 130, 200])(
	'header and footer in ASCII are no wider than the screen of %i, whatever names are made of',
	(columns) => {
		const scene = sceneOf({
			usage,
			statuses: new Map(),
			view: {...someView(), filter: name},
			terminalStyle: {colour: false, ascii: true},
			size: {columns, rows: 24},
		});
		for (const parts of [...headerParts(scene), footerParts(scene, true)]) {
			const line = parts.map(({text}) => text).join('');
			expect(line).toMatch(/^[\u0020-\u007E]*$/);
			expect(line.length).toBeLessThanOrEqual(columns);
		}

		const footer = footerParts(scene, true)
			.map(({text}) => text)
			.join('');
		expect(footer).toHaveLength(columns);
		expect(footer).toMatch(/q quit$/);
	},
);
