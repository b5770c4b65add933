/** An absolute path below the root a driver was given: `/`, or a captured tree. */
export const rooted = (root: string, path: string): string =>
	root === '/' || root === '' ? path : `${root.replace(/\/+$/, '')}${path}`;
