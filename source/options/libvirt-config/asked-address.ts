import {type Address, parseAddress} from '../../driver/address.ts';
import {UsageError} from '../../driver/usage-error.ts';
import {addressInFile} from '../address-in-file.ts';
import type {WrittenOption} from '../written.ts';
import type {LibvirtConfig} from './read-libvirt-config.ts';
import {mayBeAlias, spelledOut} from './spelled-out.ts';

/**
Reads an address that a person gave with `-c` or in the config file. The address may be an alias of libvirt.conf. An address
that stands in a file must not name a program to run.
@throws UsageError with advice.
*/
export const askedAddress = (
	text: string,
	{origin, onCommandLine}: Pick<WrittenOption, 'origin' | 'onCommandLine'>,
	libvirt: LibvirtConfig,
): Address => {
	const {uri, isAlias} = spelledOut(text, libvirt);
	if (isAlias) {
		return addressInFile(uri, `${text} in ${libvirt.path}`);
	}

	try {
		return onCommandLine ? parseAddress(uri) : addressInFile(uri, origin);
	} catch (error) {
		// The text may be an alias of a libvirt.conf that could not be read.
		throw error instanceof UsageError && libvirt.trouble !== undefined && mayBeAlias(text)
			? new UsageError(`${error.message} ${libvirt.trouble}`)
			: error;
	}
};
