import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';

const page = readFileSync(join(import.meta.dirname, '../docs/security.md'), 'utf8');

test('every test that the security page names is there', () => {
	const named = [...page.matchAll(/`([\w./-]+(?:\.test\.ts|\/))`/g)].map(([, path = '']) => path);
	expect(named.filter((path) => !existsSync(join(import.meta.dirname, path)))).toEqual(['test/']);
	expect(named.length).toBeGreaterThan(30);
});
