import {type Address, parseAddress} from '../../driver/address.ts';
import {UsageError} from '../../driver/usage-error.ts';
import {addressInFile} from '../address-in-file.ts';
import type {WrittenOption} from '../written.ts';
import type {LibvirtConfig} from './read-libvirt-config.ts';
import {mayBeAlias, spelledOut} from './spelled-out.ts';

/**
An address that a person gave with `-c` or in the config file, which may be an alias of libvirt.conf. What stands in a file
names no program to run.
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
		// It may be an alias that could not be read.
		throw error instanceof UsageError && libvirt.trouble !== undefined && mayBeAlias(text)
			? new UsageError(`${error.message} ${libvirt.trouble}`)
			: error;
	}
};
