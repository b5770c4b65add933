import {expect, test} from 'vitest';
import {readTarget} from '../../../../drivers/libvirt/transport/read-target.ts';
import {socketTextTrouble, sshTextTrouble} from '../../../../drivers/libvirt/transport/text-trouble.ts';
import {parseAddress} from '../../../../source/driver/address.ts';
import {DriverError} from '../../../../source/driver/driver-error.ts';

const target = readTarget(parseAddress('qemu+ssh://u@h:7/system'));
const ofSsh = (line: string, ended?: DriverError): string => {
	const {message, advice} = sshTextTrouble(target, [line], ended);
	return `${message} ${advice}`;
};

const printed = 'h printed text where libvirt’s protocol belongs:';

test('what a far shell prints is told, with what to do in its start files', () => {
	expect(ofSsh('Welcome to host-17!')).toBe(
		`${printed} "Welcome to host-17!". Print nothing in .bashrc and the like of h where the shell is not interactive; ssh -p 7 u@h true must print nothing.`,
	);
});

test.each([
	['This account is currently not available.', /Give that user a login shell/],
	['Your account has expired; please contact your system administrator.', /Give that user a login shell/],
	['WARNING: Your password has expired.', /change the password/],
	['nc: unknown option -- U', /netcat-openbsd on h\.$/],
	['usage: nc [-46cDdFhklNnrStUuvZz] [-I length] [-i interval]', /netcat-openbsd on h\.$/],
	['sh: 1: virt-ssh-helper: not found', /netcat-openbsd on h\.$/],
	['HTTP/1.1 407 Proxy Authentication Required', /ProxyCommand .* web server/],
	['<!DOCTYPE html>', /ProxyCommand .* web server/],
	['SSH-2.0-OpenSSH_9.2p1', /lead to an SSH server/],
	['{"QMP": {"version": {}}}', /QEMU monitor/],
	['perl: warning: Setting locale failed.', /\.bashrc/],
])('%s', (line, advice) => {
	const text = ofSsh(line);
	expect(text).toContain(`${printed} "${line}".`);
	expect(text).toMatch(advice);
});

test('what ssh itself said comes first, and its advice counts', () => {
	const ended = new DriverError('ssh to h ended: sh: nc: not found.', 'Install it.');
	expect(ofSsh('Hello', ended)).toBe(
		`ssh to h ended: sh: nc: not found. Before that ${printed} "Hello". Install it.`,
	);
});

test.each([
	[
		'{"QMP": {"version": {"qemu": {"micro": 0}}}}',
		'not libvirt but a QEMU monitor',
		'Use -c qmp:///s for it.',
	],
	["QEMU 7.2.22 monitor - type 'help' for more information", 'for people', '-qmp unix:'],
	['HTTP/1.1 400 Bad Request', 'a web server', 'virtqemud-sock'],
	['SSH-2.0-OpenSSH_9.2', 'an SSH server', 'qemu+ssh://host/system'],
	['-ERR unknown command', 'it says "-ERR', 'virtqemud-sock'],
])('a socket that says %s', (line, message, advice) => {
	const trouble = socketTextTrouble('/s', [line]);
	expect(trouble.message).toContain(message);
	expect(trouble.message).toContain('What listens on /s is not libvirt');
	expect(trouble.advice).toContain(advice);
});
