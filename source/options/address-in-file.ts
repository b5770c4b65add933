import {type Address, parseAddress} from '../driver/address.ts';
import {UsageError} from '../driver/usage-error.ts';

/** libvirt's client runs the program of `command=` here in place of ssh, and the program of `netcat=` on the far host. */
const programs = new Set(['command', 'netcat']);

/** @throws UsageError whose message begins with the origin of the address. */
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
Reads an address that stands in a file. An address in a file must not name a program to run. A person makes that choice on
the command line, while a file is copied, shared and forgotten.

domtop tells `name=` to a daemon. The daemon takes a `name=` with a host for the address of another libvirt, with all
parameters that an address may hold (remote_driver.c, remoteConnectOpen). The other parameters run nothing: ssh reads the
path of `keyfile=`, and domtop connects to the path of `socket=`.

@param origin where the address stands, for the message.
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
