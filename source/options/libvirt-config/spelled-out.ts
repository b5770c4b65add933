import type {LibvirtConfig} from './read-libvirt-config.ts';

/** Old spellings that libvirt still takes for Xen's address (libvirt.c, virConnectOpenInternal). */
const oldXen = /^xen(?::\/\/)?$/i;

/** The address that a text means. An alias of libvirt.conf is replaced, once. `isAlias`: the text was an alias. */
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

/** Whether a text may be an alias. Only then libvirt.conf has to be read for it. */
export const mayBeAlias = (text: string): boolean => /^[\w-]+$/.test(text);
