import type {Address} from '../../../source/driver/address.ts';
import {DriverError} from '../../../source/driver/driver-error.ts';
import {cleanText, isClean} from '../../../source/text/clean-text.ts';
import type {LibvirtTarget} from './libvirt-target.ts';

/** What a URI's query says to the client. */
export type TargetParameters = Pick<
	LibvirtTarget,
	'mode' | 'socket' | 'proxy' | 'netcat' | 'keyfile' | 'command' | 'noTty' | 'noVerify'
> & {
	/** `?name=`. Empty: the daemon chooses. Undefined: not given. */
	readonly name?: string;
	/** Parameters that are not for the client, in their order. They are part of the name that the daemon is given. */
	readonly passedOn: readonly (readonly [name: string, value: string])[];
};

/** Parameters that libvirt's client takes for itself, in small or capital letters (remote_driver.c, doRemoteOpen). */
const consumed = new Set([
	...['name', 'command', 'socket', 'auth', 'sshauth', 'netcat', 'keyfile', 'pkipath', 'known_hosts'],
	...['known_hosts_verify', 'tls_priority', 'mode', 'proxy', 'no_sanity', 'no_verify', 'no_tty', 'authfile'],
]);

const modes = ['auto', 'direct', 'legacy'] as const;
const proxies = ['auto', 'native', 'netcat'] as const;

/** @throws DriverError where libvirt does not know a parameter's value, or where a command cannot be given the value */
export const targetParameters = ({uri, query}: Address): TargetParameters => {
	const own = new Map([...query].map(([name, value]) => [name.toLowerCase(), value]));

	const text = (name: 'socket' | 'netcat' | 'keyfile' | 'command' | 'name'): string | undefined => {
		const value = own.get(name);
		if (value !== undefined && !isClean(value)) {
			throw new DriverError(`${uri}: ${name}= holds control characters.`, 'Leave them out.');
		}

		if (value === '' && name !== 'name') {
			throw new DriverError(`${uri}: ${name}= has no value.`, `Give it one, or leave ${name}= out.`);
		}

		return value;
	};

	const choice = <Value extends string>(name: string, values: readonly Value[]): Value | undefined => {
		const value = own.get(name);
		const known = values.find((one) => one === value);
		if (value !== undefined && known === undefined) {
			throw new DriverError(
				`${uri}: libvirt knows no ${name}=${cleanText(value)}.`,
				`Write one of ${values.map((one) => `${name}=${one}`).join(', ')}, or leave it out.`,
			);
		}

		return known;
	};

	const flag = (name: 'no_tty' | 'no_verify'): boolean => {
		const value = own.get(name) ?? '0';
		if (!/^[+-]?\d+$/.test(value)) {
			throw new DriverError(`${uri}: ${name}= takes a number.`, `Write ${name}=1, or leave it out.`);
		}

		return Number(value) !== 0;
	};

	const [socket, netcat, keyfile] = [text('socket'), text('netcat'), text('keyfile')];
	const [command, name, proxy] = [text('command'), text('name'), choice('proxy', proxies)];
	if (socket !== undefined && !socket.startsWith('/')) {
		throw new DriverError(`${uri}: socket= is no absolute path.`, `Write socket=/${socket}.`);
	}

	return {
		mode: choice('mode', modes) ?? 'auto',
		...(socket === undefined ? {} : {socket}),
		...(netcat === undefined ? {} : {netcat}),
		...(keyfile === undefined ? {} : {keyfile}),
		...(command === undefined ? {} : {command}),
		...(name === undefined ? {} : {name}),
		...(proxy === undefined ? {} : {proxy}),
		noTty: flag('no_tty'),
		noVerify: flag('no_verify'),
		passedOn: [...query].filter(([one]) => one !== '' && !consumed.has(one.toLowerCase())),
	};
};
