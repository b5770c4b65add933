import {expect, test} from 'vitest';
import {parseStoreListing, readCapturedStore, withCopiedDomain} from './captured-store.ts';

test('a listing’s escapes are bytes again', () => {
	const nodes = parseStoreListing(
		'/a = ""\n/a/b = "one \\"two\\" \\\\ \\t\\n\\r\\33[2J\\0011\\303\\274"\n/p = "x"   (n1,r0)\n',
	);
	expect([...nodes.keys()]).toEqual(['/a', '/a/b', '/p']);
	expect(nodes.get('/a/b')?.toString()).toBe('one "two" \\ \t\n\r\u001B[2J\u00011ü');
	expect(nodes.get('/p')?.toString()).toBe('x');
});

test('what xenstore-ls would not print is refused', () => {
	expect(() => parseStoreListing('/a = x\n')).toThrow('/a = x');
	expect(() => parseStoreListing('/a = "\\q"\n')).toThrow('\\q');
});

test('the captured store is whole, and a domain of it can be had twice', () => {
	const nodes = readCapturedStore();
	expect(nodes.get('/local/domain/1/name')?.toString()).toBe('d1');
	expect(nodes.size).toBe(509);
	const more = withCopiedDomain(nodes, 7, 'seven');
	expect(more.get('/libxl/7/device/vbd/51712/backend')?.toString()).toBe(
		'/local/domain/0/backend/vbd/7/51712',
	);
	expect(more.get('/local/domain/7/name')?.toString()).toBe('seven');
	expect(more.get('/local/domain/1/name')?.toString()).toBe('d1');
});
