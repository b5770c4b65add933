/** libxml2 escapes less in a path than elsewhere, but it escapes colons. */
const encodePath = (path: string): string => encodeURI(path).replaceAll(/[?#:]/g, encodeURIComponent);

const encodeValue = (text: string): string =>
	encodeURIComponent(text).replaceAll(
		/[!'()*]/g,
		(letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
	);

/**
The URI that CONNECT_OPEN is given: without its transport, its host and the parameters that the client took for itself. The
escapes are those of virsh 9.0.0 (remote_driver.c, remoteConnectFormatURI; libxml2's xmlSaveUri). Names of parameters are
escaped too, which virsh forgets.
*/
export const openedName = (
	driver: string,
	path: string,
	parameters: readonly (readonly [name: string, value: string])[],
): string => {
	const query = parameters.map(([name, value]) => `${encodeValue(name)}=${encodeValue(value)}`).join('&');
	return `${driver}://${encodePath(path)}${query && `?${query}`}`;
};
