import {expect, test} from 'vitest';
import {problemText} from '../../source/usage/problem-text.ts';

const uris = ['qemu+ssh://root@kvm1.fra.example/system', 'qemu+ssh://kvm2.fra.example/system', 'qmp:'];
const [uri = ''] = uris;

test('names the domain where the message does not', () => {
	expect(problemText({uri, name: 'web', message: 'It is silent.'}, [uri])).toBe('web: It is silent.');
	expect(problemText({uri, name: 'web', message: 'web is silent.'}, [uri])).toBe('web is silent.');
	expect(problemText({uri, message: 'It is gone.'}, [uri])).toBe('It is gone.');
});

test('names the connection where there are several, and the message does not', () => {
	expect(problemText({uri, message: 'It is gone.'}, uris)).toBe('kvm1: It is gone.');
	expect(problemText({uri, name: 'web', message: 'It is silent.'}, uris)).toBe('kvm1: web: It is silent.');
	expect(problemText({uri: 'qmp:', message: 'It is gone.'}, uris)).toBe('qmp: It is gone.');
	for (const message of [`${uri} is gone.`, 'The host kvm1 is gone.']) {
		expect(problemText({uri, message}, uris)).toBe(message);
	}
});
