import {describe, expect, test} from 'vitest';
import {readTarget} from '../../../../drivers/libvirt/transport/read-target.ts';
import {sshTrouble} from '../../../../drivers/libvirt/transport/ssh-trouble.ts';
import {parseAddress} from '../../../../source/driver/address.ts';
import {createStderrTail} from '../../../../source/process/stderr-tail.ts';

const target = readTarget(parseAddress('qemu+ssh://u@h:7/system'));

/** Of what is said on standard error. */
const trouble = (text: string, status: number | null = 255, signal: string | null = null) => {
	const tail = createStderrTail();
	tail.take(Buffer.from(text));
	const {message, advice} = sshTrouble(target, tail.lines(), {status, signal});
	return `${message} ${advice}`;
};

describe('what the child said last is the message, and what it means the advice', () => {
	// As OpenSSH 9.2, dash, bash, virt-ssh-helper 9.0.0 and netcat-openbsd 1.219 write it.
	test.each([
		[
			'No ED25519 host key is known for [h]:7 and you have requested strict checking.\nHost key verification failed.\n',
			'ssh to h ended: Host key verification failed. Run ssh -p 7 u@h once and accept its host key.',
		],
		[
			'@@@@@@@@\n@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\n@@@@@@@@\nHost key for [h]:7 has changed and you have requested strict checking.\nHost key verification failed.\n',
			"ssh to h ended: Host key verification failed. Find out why its host key changed, then run ssh-keygen -R '[h]:7'.",
		],
		[
			'u@h: Permission denied (publickey,password).\r\n',
			'ssh to h ended: u@h: Permission denied (publickey,password). Let a key in with ssh-copy-id, or load yours into ssh-agent, until ssh -p 7 u@h asks nothing.',
		],
		[
			'sh: 1: nc: not found\n',
			'ssh to h ended: sh: 1: nc: not found. Install libvirt’s daemon (virt-ssh-helper) or netcat-openbsd on h.',
		],
		[
			'sh: line 1: virt-ssh-helper: command not found\n',
			'ssh to h ended: sh: line 1: virt-ssh-helper: command not found. Install libvirt’s daemon (virt-ssh-helper) or netcat-openbsd on h.',
		],
		[
			'ssh: connect to host h port 7: Connection refused\n',
			'ssh to h ended: ssh: connect to host h port 7: Connection refused. Look whether h and its sshd are up, and try ssh -p 7 u@h.',
		],
		[
			'ssh: Could not resolve hostname h: Name or service not known\n',
			'ssh to h ended: ssh: Could not resolve hostname h: Name or service not known. Look at the host’s name, or give it one in ~/.ssh/config.',
		],
		[
			"virt-ssh-helper: cannot connect to '/var/run/libvirt/libvirt-sock': Failed to connect socket to '/var/run/libvirt/libvirt-sock': No such file or directory\n",
			"ssh to h ended: virt-ssh-helper: cannot connect to '/var/run/libvirt/libvirt-sock': Failed to connect socket to '/var/run/libvirt/libvirt-sock': No such file or directory. Start virtqemud or libvirtd on h.",
		],
		[
			'nc: /var/run/libvirt/libvirt-sock: Connection refused\n',
			'ssh to h ended: nc: /var/run/libvirt/libvirt-sock: Connection refused. Start virtqemud or libvirtd on h.',
		],
		[
			'nc: /var/run/libvirt/libvirt-sock: Permission denied\n',
			'ssh to h ended: nc: /var/run/libvirt/libvirt-sock: Permission denied. Log in there as root or as a member of group libvirt of h.',
		],
		[
			'Warning: Permanently added h to the list of known hosts.\nkex_exchange_identification: Connection closed by remote host\n',
			'ssh to h ended: kex_exchange_identification: Connection closed by remote host. Look whether h and its sshd are up, and try ssh -p 7 u@h.',
		],
		[
			'Connection to h closed by remote host.\r\n',
			'ssh to h ended: Connection to h closed by remote host. Look whether h and its sshd are up, and try ssh -p 7 u@h.',
		],
		[
			'Killed\nConnection to h closed.\r\n',
			'ssh to h ended: Killed. Try ssh -p 7 u@h by hand to see what is wrong.',
		],
	])('%j', (said, expected) => {
		expect(trouble(said)).toBe(expected);
	});

	test('a child without a word has its status or signal', () => {
		const advice = 'Look whether libvirtd was stopped or restarted on h.';
		expect(trouble('', 0)).toBe(`ssh to h ended without a message. ${advice}`);
		expect(trouble(' \n', 1)).toBe(`ssh to h ended with status 1 without a message. ${advice}`);
		expect(trouble('Killed by signal 15.\n', null, 'SIGKILL')).toBe(
			`ssh to h ended by SIGKILL without a message. ${advice}`,
		);
	});

	test('a long or odd line is a short and clean one', () => {
		const shown = trouble(`first\n${'x'.repeat(9000)}\u001B[2J\n`);
		expect(shown.length).toBeLessThan(400);
		expect(trouble('\u001B[2Jodd\u0007\n')).toContain('ended: \uFFFD[2Jodd\uFFFD. Try');
	});
});
