/// <reference types="node-pty" />

/** The prebuilt package declares its types under its own name; we import it under that of the original. */
declare module 'node-pty' {
	export * from '@lydell/node-pty';
}
