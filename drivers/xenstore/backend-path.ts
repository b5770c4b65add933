/** Where a backend keeps what it knows of one device. */
export type BackendPath = {
	readonly path: string;
	/** Domain that serves the device. */
	readonly domain: number;
	/** vbd, vbd3, qdisk, tap, vif, … */
	readonly kind: string;
};

/** Kinds that tapdisk serves: blktap2 and 3, and XenServer's own (xapi-project/blktap). */
export const tapdiskKinds: ReadonlySet<string> = new Set(['tap', 'tap2', 'vbd3']);

const shape = /^\/local\/domain\/(0|[1-9]\d{0,4})\/backend\/([\w-]{1,32})\/(\d+)\/(\d+)$/;

/** The first domid that is none (Xen's public xen.h, DOMID_FIRST_RESERVED). */
export const firstReservedDomid = 0x7ff0;

/**
A `backend` node's value, which a guest may have written: only a path of the form that Xen gives it
(docs/misc/xenstore-paths.pandoc), for this very domain and device. Absent: it is none.
*/
export const parseBackendPath = (text: string, domain: number, devid: number): BackendPath | undefined => {
	const [path, server, kind, frontend, device] = shape.exec(text) ?? [];
	return path === undefined ||
		kind === undefined ||
		Number(server) >= firstReservedDomid ||
		frontend !== `${domain}` ||
		device !== `${devid}`
		? undefined
		: {path, domain: Number(server), kind};
};
