/** The far host that a canonical URI leads to, without user and port; absent: this machine. */
export const connectionPlace = (uri: string): string | undefined => {
	const authority = /^[^:]+:\/\/([^/?#]+)/.exec(uri)?.[1] ?? '';
	const host = authority.slice(authority.lastIndexOf('@') + 1).replace(/:\d*$/, '');
	return host.replaceAll(/^\[|\]$/g, '') || undefined;
};
