/** The place of a domain among connections. */
export type DomainPlace = {
	/** Identity that a selection and a history keep, over reboots too: as a rule, host id and domain key. */
	readonly rowKey: string;
	/** Id of the host that the domain runs on. */
	readonly host: string;
	/** Canonical URI of the connection that the domain is shown from. */
	readonly uri: string;
	/** Name of the driver of that connection. */
	readonly driver: string;
	/**
	Another connection lists a domain of the same uuid, and nothing proves that this process is that domain. Undefined: there is no
	doubt.
	*/
	readonly isUnproven?: true | undefined;
	/** The process in brackets, which tells the row from another row of its name or uuid on the screen. Undefined: no mark. */
	readonly mark?: string | undefined;
};

/** A place that is kept as long as nothing changes who has a row. */
export type StandingPlace = DomainPlace & {
	/**
	The hypervisor lists the domain, and at that refresh every domain was alone with its host and uuid, and with its row key.
	Undefined: that is not so.
	*/
	readonly isAlone?: true | undefined;
};
