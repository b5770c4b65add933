const nil = /^[0-]+$/;

/**
The uuid of a handle. Undefined: the handle is no uuid, or is all zeros, which says that the domain was given no uuid.
Only Domain-0 is known by the uuid of zeros (libvirt shows it so, too).

@param handle 32 hex digits, with or without dashes.
*/
export const domainUuid = (id: number, handle: unknown): string | undefined => {
	const digits = typeof handle === 'string' ? handle.replaceAll('-', '').toLowerCase() : '';
	return /^[0-9a-f]{32}$/.test(digits) && (id === 0 || !nil.test(digits))
		? digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
		: undefined;
};
