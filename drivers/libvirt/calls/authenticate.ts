import {DriverError} from '../../../source/driver/driver-error.ts';
import {withoutDot} from '../../../source/text/without-dot.ts';
import {procedures} from './procedures.ts';
import {RemoteError, remoteErrorCode} from './remote-error.ts';
import type {RpcClient} from './rpc-client.ts';

/** remote_auth_type. */
const methods = {none: 0, sasl: 1, polkit: 2} as const;
/** REMOTE_AUTH_TYPE_LIST_MAX. */
const methodLimit = 20;

const refusals: ReadonlySet<number> = new Set([
	remoteErrorCode.authFailed,
	remoteErrorCode.authCancelled,
	remoteErrorCode.accessDenied,
	remoteErrorCode.authUnavailable,
]);

/** The error where the daemon does not let this user in. Undefined: the refusal is another. */
export const refusedUser = (error: unknown): DriverError | undefined =>
	error instanceof RemoteError && refusals.has(error.code)
		? new DriverError(
				`libvirt does not let this user in: ${withoutDot(error.message)}.`,
				'Join the group libvirt, or run domtop as root.',
				{cause: error},
			)
		: undefined;

const listMethods = async ({call}: RpcClient): Promise<readonly number[]> => {
	try {
		return await call({
			procedure: procedures.authList,
			decode: (reader) => reader.array(methodLimit, 4, reader.int),
		});
	} catch (error) {
		// A daemon without authentication does not know this call.
		if (error instanceof RemoteError && error.code === remoteErrorCode.noSupport) {
			return [];
		}

		throw error;
	}
};

/**
Does what the daemon wants before CONNECT_OPEN: nothing, or polkit, which looks at the user at the other end of the socket.
Rejects with a DriverError, or a RemoteError other than of a refusal.
*/
export const authenticate = async (client: RpcClient): Promise<void> => {
	const [method = methods.none] = await listMethods(client);
	if (method === methods.none) {
		return;
	}

	if (method !== methods.polkit) {
		throw new DriverError(
			method === methods.sasl
				? 'libvirt wants a user and a password (SASL), which domtop does not give.'
				: `libvirt wants an authentication (${method}) that domtop does not know.`,
			'Reach it over SSH (qemu+ssh://host/system), or set auth_unix_ro = "none" in the configuration of its daemon.',
		);
	}

	await client.call({procedure: procedures.authPolkit, decode: (reader) => reader.int()});
};
