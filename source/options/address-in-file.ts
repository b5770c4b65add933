import {type Address, parseAddress} from '../driver/address.ts';
import {UsageError} from '../driver/usage-error.ts';

/** libvirt's client runs `command=` here in place of ssh, and `netcat=` on the far host. */
const programs = new Set(['command', 'netcat']);

/** @throws UsageError that begins with where the address stands. */
const parsed = (text: string, origin: string): Address => {
	try {
		return parseAddress(text);
	} catch (error) {
		throw error instanceof UsageError
			? new UsageError(error.message.replace(/^-c /, () => `${origin}: `))
			: error;
	}
};

/**
An address that stands in a file: none there names a program to run. It is a person's own choice, made on the command
line, while a file is copied, shared and forgotten.

`name=` is told to a daemon, which takes one with a host for the address of another libvirt, with all that such an address
may hold (remote_driver.c, remoteConnectOpen). The rest runs nothing: `keyfile=` and `socket=` are paths, which ssh reads
and domtop connects to.

@param origin where it stands, for the message.
@throws UsageError with advice.
*/
export const addressInFile = (text: string, origin: string): Address => {
	const address = parsed(text, origin);
	for (const [name, value] of address.query) {
		const own = name.toLowerCase();
		const trouble = programs.has(own)
			? `${own}= names a program to run`
			: own === 'name' && value.includes('?')
				? 'parameters within name= may name a program to run'
				: undefined;
		if (trouble !== undefined) {
			throw new UsageError(
				`${origin}: ${trouble}, which counts only on the command line. Take it out, or give the address with -c.`,
			);
		}
	}

	return address;
};
