import type {Chance} from './chance.ts';
import {oddNumberText, oddText} from './odd-values.ts';

const schemes = [
	...[
		'qmp',
		'xl',
		'prlctl',
		'test',
		'qemu',
		'qemu+ssh',
		'qemu+unix',
		'xen+ssh',
		'vz+ssh',
		'test+ssh',
		'lxc',
		'xen',
	],
	...['qemu+tcp', 'QEMU+SSH', 'esx', 'qemu+libssh', 'http', ''],
];
const parameters = [
	...[
		'socket',
		'netcat',
		'keyfile',
		'command',
		'name',
		'proxy',
		'mode',
		'no_tty',
		'no_verify',
		'x',
		'Socket',
	],
	...['__proto__', 'known_hosts', 'sshauth'],
];
const paths = [
	'/system',
	'/session',
	'/default',
	'',
	'/',
	'/run/vm.sock',
	'//a/./b',
	'/a%00b',
	'/%1b[31m',
	'/%C2%9B',
];

/** Any text as a part of a URI; some of it is escaped, some should have been. */
const part = (chance: Chance): string => {
	const text = oddText(chance, chance.below(12));
	return chance.happens(0.6) ? encodeURIComponent(text.toWellFormed()) : text;
};

/** What a person, or whoever wrote it for him, may give with -c. */
export const madeUri = (chance: Chance, scheme = chance.pick(schemes)): string => {
	const host = chance.pick(['', 'host', '[::1]', 'a.b', '-oProxyCommand=x', part(chance)]);
	const user = chance.pick(['', '', 'root@', '-l@', 'a:b@', `${part(chance)}@`]);
	const port = chance.pick(['', '', ':22', ':0', `:${oddNumberText(chance)}`]);
	const path = chance.happens(0.7) ? chance.pick(paths) : `/${part(chance)}`;
	const query = Array.from({length: chance.below(4)}, () => {
		const value = chance.pick(['/run/s', 'auto', 'native', 'netcat', '1', part(chance), part(chance)]);
		return `${chance.pick(parameters)}=${value}`;
	});
	return `${scheme}:${chance.happens(0.9) ? '//' : ''}${user}${host}${port}${path}${query.length > 0 ? `?${query.join('&')}` : ''}`;
};
