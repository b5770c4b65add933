/** A domain as libvirt names it on the wire (remote_nonnull_domain). The daemon looks it up by its uuid alone. */
export type RemoteDomain = {
	/** As it came. It must be cleaned before it is shown. */
	readonly name: string;
	/** Lower case with dashes. */
	readonly uuid: string;
	/** Changes at every start. Undefined: the domain does not run (−1). */
	readonly id: number | undefined;
};
