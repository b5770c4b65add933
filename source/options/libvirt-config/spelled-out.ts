import type {LibvirtConfig} from './read-libvirt-config.ts';

/** What libvirt takes for Xen's address for old times' sake (libvirt.c, virConnectOpenInternal). */
const oldXen = /^xen(?::\/\/)?$/i;

/** An address as it stands there, an alias of libvirt.conf spelled out, once; `isAlias`: it was one. */
export const spelledOut = (
	text: string,
	{aliases}: Pick<LibvirtConfig, 'aliases'>,
): {readonly uri: string; readonly isAlias: boolean} => {
	if (oldXen.test(text)) {
		return {uri: 'xen:///system', isAlias: false};
	}

	const uri = aliases.get(text);
	return uri === undefined ? {uri: text, isAlias: false} : {uri, isAlias: true};
};

/** May it be an alias? Only then a file has to be read for it. */
export const mayBeAlias = (text: string): boolean => /^[\w-]+$/.test(text);
