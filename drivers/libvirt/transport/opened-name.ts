/** libxml2 leaves more of a path as it is than of anything else, but no colon. */
const encodePath = (path: string): string => encodeURI(path).replaceAll(/[?#:]/g, encodeURIComponent);

const encodeValue = (text: string): string =>
	encodeURIComponent(text).replaceAll(
		/[!'()*]/g,
		(letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
	);

/**
What CONNECT_OPEN is told: the URI without its transport, host and what the client took for itself, with the escapes virsh
9.0.0 sends (remote_driver.c, remoteConnectFormatURI; libxml2's xmlSaveUri). Only the names of parameters are escaped too,
which virsh forgets.
*/
export const openedName = (
	driver: string,
	path: string,
	parameters: readonly (readonly [name: string, value: string])[],
): string => {
	const query = parameters.map(([name, value]) => `${encodeValue(name)}=${encodeValue(value)}`).join('&');
	return `${driver}://${encodePath(path)}${query && `?${query}`}`;
};
