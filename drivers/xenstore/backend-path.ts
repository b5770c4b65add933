/** The folder of xenstore in which a backend keeps the nodes of one device. */
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

/** The first reserved number: no domain has it as its domid (Xen's public xen.h, DOMID_FIRST_RESERVED). */
export const firstReservedDomid = 0x7ff0;

/**
Parses the value of a `backend` node, which a guest may have written. Only a path of the form that Xen gives it
(docs/misc/xenstore-paths.pandoc) counts, for exactly this domain and device. Undefined: the value is another text.
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
