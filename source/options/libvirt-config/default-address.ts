import type {DefaultAddress} from '../../driver/address.ts';
import {UsageError} from '../../driver/usage-error.ts';
import {addressInFile} from '../address-in-file.ts';
import type {Variables} from '../environment.ts';
import type {LibvirtConfig} from './read-libvirt-config.ts';
import {spelledOut} from './spelled-out.ts';

/** The default address that was found, and one sentence on what is not used. Both undefined: virsh would probe. */
export type FoundDefault = {readonly preset?: DefaultAddress; readonly trouble?: string};

/** virsh's own variable, then the variable of all libvirt clients (virsh.c; libvirt.c, virConnectGetDefaultURI). */
const variableNames = ['VIRSH_DEFAULT_CONNECT_URI', 'LIBVIRT_DEFAULT_URI'] as const;

/**
The address that virsh uses without `-c`: from a variable, else from libvirt.conf, with aliases replaced. An address in the
environment or in a file must not name a program to run.
*/
export const defaultAddress = (variables: Variables, config: LibvirtConfig): FoundDefault => {
	const variable = variableNames.find((name) => variables[name]);
	const origin = variable ?? `uri_default of ${config.path}`;
	const text = variable === undefined ? config.uriDefault : variables[variable];
	const trouble = config.trouble;
	if (text === undefined) {
		return trouble === undefined ? {} : {trouble};
	}

	const whole = spelledOut(text, config);
	try {
		const address = addressInFile(whole.uri, origin);
		if (address.scheme === 'test') {
			throw new UsageError(
				'it names the test driver that virsh has in itself. Write test+unix:///default for the daemon’s.',
			);
		}

		return {preset: {address, origin}, ...(trouble === undefined || variable !== undefined ? {} : {trouble})};
	} catch (error) {
		if (!(error instanceof UsageError)) {
			throw error;
		}

		const reason = error.message.replace(/^-c /, '').replace(`${origin}: `, '');
		const unknown = trouble === undefined ? '' : ` ${trouble}`;
		return {trouble: `${origin} is not used: ${reason}${unknown}`};
	}
};
