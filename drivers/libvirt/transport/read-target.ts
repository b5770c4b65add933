import type {Address} from '../../../source/driver/address.ts';
import {DriverError} from '../../../source/driver/driver-error.ts';
import {checkDestination} from './check-destination.ts';
import type {LibvirtTarget} from './libvirt-target.ts';
import {openedName} from './opened-name.ts';
import {type TargetParameters, targetParameters} from './target-parameters.ts';

const usualPaths: ReadonlyMap<string, string> = new Map([
	['test', '/default'],
	['vbox', '/session'],
]);

/** Drivers that take these paths for /system (libxl_driver.c, lxc_driver.c). */
const barePaths: ReadonlyMap<string, readonly string[]> = new Map([
	['xen', ['/']],
	['lxc', ['', '/']],
]);

/** The user and the host of an address that ssh reaches. */
const authorityOf = ({host = '', user}: Address): string =>
	`${user === undefined ? '' : `${encodeURIComponent(user)}@`}${host.includes(':') ? `[${host}]` : host}`;

const checkTransport = (address: Address, driver: string): void => {
	const {scheme, uri, host} = address;
	const path = address.path || (usualPaths.get(driver) ?? '/system');
	const local = driver === 'test' ? 'test+unix' : driver;
	if (scheme.endsWith('+ssh') && host === undefined) {
		throw new DriverError(
			`${uri} names no host.`,
			`Write ${scheme}://host${path}, or ${local}://${path} for this machine.`,
		);
	}

	if (!scheme.endsWith('+ssh') && host !== undefined) {
		throw new DriverError(
			scheme.endsWith('+unix')
				? `${uri} names a host, but a unix socket is on this machine.`
				: `${uri} asks libvirt for TLS, which domtop does not speak.`,
			`Write ${driver}+ssh://${authorityOf(address)}${path} to go over SSH.`,
		);
	}
};

const checkPath = ({uri, path}: Address, driver: string): void => {
	const isTaken = path.length > 1 || (barePaths.get(driver) ?? []).includes(path);
	if (!isTaken) {
		const whole = uri.replace(
			/^([^:]+:)(?:\/\/([^/?]*)\/?)?/,
			`$1//$2${usualPaths.get(driver) ?? '/system'}`,
		);
		throw new DriverError(`${uri} has no path.`, `Write ${whole}.`);
	}
};

const checkProxy = ({uri}: Address, {proxy, netcat, mode, socket, name}: TargetParameters): void => {
	if (proxy === 'native' && netcat !== undefined) {
		throw new DriverError(
			`${uri}: proxy=native uses virt-ssh-helper, which takes no netcat=.`,
			'Leave one of them out.',
		);
	}

	if (mode === 'direct' && socket === undefined) {
		throw new DriverError(
			`${uri}: libvirt takes no mode=direct over SSH.`,
			'Leave it out: virt-ssh-helper chooses the socket there.',
		);
	}

	if (name?.startsWith('-')) {
		throw new DriverError(`${uri}: name= would be an option there.`, 'Give a URI, such as qemu:///system.');
	}
};

/**
Takes a libvirt URI apart as virsh does ("Connection URIs"; remote_driver.c and remote_sockets.c).
@throws DriverError with advice, where the URI leads nowhere that domtop can go
*/
export const readTarget = (address: Address): LibvirtTarget => {
	const [driver = '', transport] = address.scheme.split('+');
	const {host, user, port, uri, path} = address;
	checkTransport(address, driver);
	const parameters = targetParameters(address);
	const {name, passedOn, ...rest} = parameters;
	if (name === undefined) {
		checkPath(address, driver);
	}

	const target = {
		...rest,
		uri,
		driver,
		path,
		name: name ?? openedName(driver, path, passedOn),
	};
	if (transport !== 'ssh' || host === undefined) {
		return {...target, transport: 'unix'};
	}

	checkDestination(host, user);
	checkProxy(address, parameters);
	return {
		...target,
		transport: 'ssh',
		host,
		...(user === undefined ? {} : {user}),
		...(port === undefined ? {} : {port}),
	};
};
