import {readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {readTarget} from '../../../../drivers/libvirt/transport/read-target.ts';
import {sshArguments} from '../../../../drivers/libvirt/transport/ssh-arguments.ts';
import {parseAddress} from '../../../../source/driver/address.ts';
import {DriverError} from '../../../../source/driver/driver-error.ts';

type Captured = {
	readonly user: 'root' | 'nobody';
	readonly readOnly: boolean;
	readonly uri: string;
	readonly arguments?: readonly string[];
	readonly refusal?: string;
};

const captured: readonly Captured[] = JSON.parse(
	readFileSync(new URL('../../../fixtures/libvirt/transport/ssh-commands.json', import.meta.url), 'utf8'),
);

const argumentsOf = (
	{user, readOnly, uri}: Pick<Captured, 'user' | 'readOnly' | 'uri'>,
	attended: boolean,
): readonly string[] =>
	sshArguments(readTarget(parseAddress(uri)), {
		access: readOnly ? 'read-only' : 'read-write',
		attended,
		sessionFolder: user === 'root' ? undefined : '/run/user/65534',
	});

describe('attended, ssh is started as virsh starts it', () => {
	test.each(captured.filter((one) => one.arguments))('$user $uri $readOnly', (one) => {
		expect(argumentsOf(one, true)).toEqual(one.arguments);
	});
});

describe('what virsh refuses is refused', () => {
	const refused = captured.filter((one) => one.refusal !== undefined);
	test.each(refused)('$user $uri: $refusal', (one) => {
		expect(() => argumentsOf(one, true)).toThrow(DriverError);
	});

	test('and there is some', () => {
		expect(refused.length).toBeGreaterThan(5);
	});
});

test('unattended, it asks nothing and gives up in time', () => {
	const uri = 'qemu+ssh://u@h:7/system?no_tty=1&no_verify=1&proxy=native';
	expect(argumentsOf({user: 'root', readOnly: true, uri}, false)).toEqual([
		...['-p', '7', '-l', 'u', '-T', '-e', 'none', '-o', 'BatchMode=yes', '-o', 'StrictHostKeyChecking=no'],
		...['-o', 'ConnectTimeout=15', '--', 'h', "sh -c 'virt-ssh-helper -r 'qemu:///system''"],
	]);
	const plain = argumentsOf({user: 'root', readOnly: true, uri: 'qemu+ssh://h/system'}, false);
	expect(plain.slice(0, -1)).toEqual([
		...['-T', '-e', 'none', '-o', 'BatchMode=yes', '-o', 'ConnectTimeout=15', '--', 'h'],
	]);
});
