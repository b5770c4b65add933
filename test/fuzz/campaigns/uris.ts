import {readTarget} from '../../../drivers/libvirt/transport/read-target.ts';
import {sshArguments} from '../../../drivers/libvirt/transport/ssh-arguments.ts';
import {sshDestination} from '../../../drivers/libvirt/transport/ssh-destination.ts';
import {drivers} from '../../../source/app/drivers.ts';
import {exitCodeOf} from '../../../source/app/exit-code.ts';
import {type Address, parseAddress} from '../../../source/driver/address.ts';
import {DriverError} from '../../../source/driver/driver-error.ts';
import {UsageError} from '../../../source/driver/usage-error.ts';
import {endpointsOf} from '../../../source/sampling/discover.ts';
import {attempt, type Campaign} from '../campaign.ts';
import {type Fault, fault} from '../fault.ts';
import {madeUri} from '../made-uri.ts';
import {mutateText} from '../mutate-bytes.ts';
import {oddText} from '../odd-values.ts';
import {controlFaults} from '../text-faults.ts';

/** An argument is at most 128 KiB long. */
const sizeLimit = 128 * 1024;

/** What the person reads where the address is refused. */
const printedFaults = (error: Error): readonly Fault[] => {
	let printed = '';
	const code = exitCodeOf(error, (text) => {
		printed += text;
	});
	return [
		...controlFaults(printed.replace(/\n$/, ''), 'standard error'),
		...(code === 70 ? [fault('wrong', 'it exits with 70')] : []),
	];
};

/** Options come first, each with its value, then `--`, a host that is none, and one command. */
const argumentFaults = (given: readonly string[]): readonly Fault[] => {
	const end = given.lastIndexOf('--');
	const host = given[end + 1] ?? '';
	const options = given
		.slice(0, end)
		.filter((_, place) => place === 0 || !/^-[pliOo]$/.test(given[place - 1] ?? ''));
	const isWell =
		end === given.length - 3 &&
		options.every((word) => ['-p', '-l', '-i', '-T', '-e', 'none', '-o'].includes(word)) &&
		!/^-|[\s'"`$\\;&<>|(){}]/.test(host);
	return isWell ? [] : [fault('wrong', `ssh is given ${JSON.stringify(given)}`)];
};

const addressFaults = (address: Address): readonly Fault[] => {
	const target = attempt([DriverError], () => readTarget(address));
	if ('error' in target) {
		return printedFaults(target.error);
	}

	const ssh = {access: 'read-only', attended: false} as const;
	return target.value.transport === 'ssh'
		? [
				...argumentFaults(sshArguments(target.value, ssh)),
				...controlFaults(sshDestination(target.value), 'the destination'),
			]
		: [];
};

/** Addresses, as of -c: what is made of them, what ssh is given, what is said where they are refused. */
export const uris: Campaign = {
	name: 'uris',
	round: 600,
	open: () => ({
		next: (chance) => {
			const text = chance.happens(0.05)
				? oddText(chance)
				: mutateText(chance, madeUri(chance), chance.size(sizeLimit));
			return {
				input: text,
				check: () => {
					const address = attempt([UsageError], () => parseAddress(text));
					if ('error' in address) {
						return printedFaults(address.error);
					}

					const {uri, scheme} = address.value;
					const targets = attempt([UsageError], () => endpointsOf(drivers, [address.value]));
					const again = attempt([UsageError], () => parseAddress(uri));
					return [
						...controlFaults(uri, 'the address'),
						...('value' in again && again.value.uri === uri
							? []
							: [fault('wrong', 'it is no address any more')]),
						...('error' in targets ? printedFaults(targets.error) : []),
						...(/^[a-z]+\+/.test(scheme) || scheme === 'qemu' ? addressFaults(address.value) : []),
					];
				},
			};
		},
	}),
};
