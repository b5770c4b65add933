/**
Why a socket is not connected to. `foreign`: it is not its process's own. `odd`: it is no socket. `remote`: it lies on a
file system that may hang. `waiting`: a client would start the domain (wait=on). `busy`: another client is served there.
`libvirt`: it is a monitor of libvirt. `led`: another user's link is on the way; the message says where it leads.
`unchecked`: checking it took too long, as on a host that is overloaded.
*/
export type SocketRefusalKind =
	| 'foreign'
	| 'odd'
	| 'remote'
	| 'waiting'
	| 'busy'
	| 'libvirt'
	| 'led'
	| 'unchecked';

/** A socket was looked at and not connected to. */
export class SocketRefusal extends Error {
	override readonly name = 'SocketRefusal';
	readonly kind: SocketRefusalKind;

	constructor(kind: SocketRefusalKind, message = '') {
		super(message);
		this.kind = kind;
	}
}
