/* Why nobody may open a socket, as JSON on stdout: node choose-once.ts <root> <uri>. For tests under another user. */

import {openByteStream} from '../../../../drivers/libvirt/transport/open-byte-stream.ts';
import {readTarget} from '../../../../drivers/libvirt/transport/read-target.ts';
import {systemClock} from '../../../../source/async/clock.ts';
import {parseAddress} from '../../../../source/driver/address.ts';
import {DriverError} from '../../../../source/driver/driver-error.ts';

const [root = '/', uri = ''] = process.argv.slice(2);
const spawn = () => {
	throw new Error('no command is started for a unix socket');
};
try {
	const link = await openByteStream(readTarget(parseAddress(uri)), {
		access: 'read-write',
		attended: false,
		options: {root, clock: systemClock, spawn},
		signal: new AbortController().signal,
	});
	await link.close();
	process.stdout.write(JSON.stringify({opened: true}));
} catch (error) {
	const {message, advice} = error as DriverError;
	process.stdout.write(JSON.stringify({isDriverError: error instanceof DriverError, message, advice}));
}
