import {expect, test} from 'vitest';
import {modules, readProjectFile} from './helpers/project-files.ts';

const page = readProjectFile('docs/time-budget.md');
const constant = /^(?:export )?const (\w+) = ([-\d.]+|\{[^}]*\}|\[[^\]]*\])(?: as const)?;/gm;
const isOfTime =
	/(?:Timeout|Grace|Delays?|drain|kill|exit|Interval|Hold)(?:Seconds|Milliseconds)$|^timeoutSeconds$/;

test('docs/time-budget.md has each timeout, grace, delay and interval with its value', () => {
	const inCode = modules('source', 'drivers').flatMap((path) =>
		[...readProjectFile(path).matchAll(constant)]
			.filter(([, name = '']) => isOfTime.test(name))
			.map(([, name, value = '']) => `${path} ${name} ${value.replaceAll(/[{}[\]]/g, '').trim()}`),
	);
	const onPage = [...page.matchAll(/^\| `([^`]+)` \| `(\w+)` \| ([^|]+) \|/gm)].map(
		([, path, name, value = '']) => `${path} ${name} ${value.trim()}`,
	);
	expect(inCode.length).toBeGreaterThan(50);
	expect(onPage.toSorted()).toEqual(inCode.toSorted());
});
