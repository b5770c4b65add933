import {lstatSync} from 'node:fs';
import {readPlainFile} from '../../process/read-plain-file.ts';
import {trustedPath} from '../../process/trusted-path.ts';
import {cleanText, textLimits} from '../../text/clean-text.ts';
import {libvirtConfigPath, type Variables} from '../environment.ts';
import {parseVirconf, VirconfError, type VirconfValue} from './parse-virconf.ts';

/** What libvirt's clients take from libvirt.conf. */
export type LibvirtConfig = {
	/** Path of the file. Empty: this user has no place for the file. */
	readonly path: string;
	/** `uri_default`, which may be an alias. Undefined: the file does not give it. */
	readonly uriDefault?: string;
	/** `uri_aliases`: addresses by alias. If an alias stands twice, the first counts. */
	readonly aliases: ReadonlyMap<string, string>;
	/** One sentence on why the file, or a part of it, is not used. Undefined: all of the file is used. */
	readonly trouble?: string;
};

/** Most bytes of the file; the file that libvirt ships has 500. */
const sizeLimit = 256 * 1024;

/** Codes of the file system where there is no file, or no file that this user may read. */
const unusableCodes = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'EACCES', 'EPERM']);

const aliasesOf = (value: VirconfValue | undefined): ReadonlyMap<string, string> => {
	const aliases = new Map<string, string>();
	if (value === undefined) {
		return aliases;
	}

	const items = value.kind === 'list' ? value.items : [value];
	for (const item of items) {
		if (value.kind !== 'list' || item.kind !== 'text') {
			throw new VirconfError('expected a list of texts for uri_aliases');
		}

		const [, name, uri] = /^([\w-]*)=(.*)$/s.exec(item.text) ?? [];
		if (name === undefined || uri === undefined) {
			throw new VirconfError(`${JSON.stringify(item.text)} of uri_aliases is not alias=uri`);
		}

		if (!aliases.has(name)) {
			aliases.set(name, uri);
		}
	}

	return aliases;
};

const defaultOf = (value: VirconfValue | undefined): Pick<LibvirtConfig, 'uriDefault'> => {
	if (value === undefined) {
		return {};
	}

	if (value.kind !== 'text') {
		throw new VirconfError('expected a text for uri_default');
	}

	return value.text === '' ? {} : {uriDefault: value.text};
};

const notUsed = (path: string, why: string): string =>
	cleanText(`${path} is not used: ${why}.`, textLimits.report);

const read = async (path: string, user: number): Promise<Omit<LibvirtConfig, 'path'>> => {
	const place = trustedPath(path, user);
	if (place.distrust !== undefined) {
		// In a folder that others may change, only root looks whether the file exists: root's file stands in /etc.
		const isThere =
			place.path === path || (user === 0 && lstatSync(path, {throwIfNoEntry: false}) !== undefined);
		return {aliases: new Map(), ...(isThere ? {trouble: notUsed(path, place.distrust)} : {})};
	}

	const text = await readPlainFile(place, sizeLimit);
	const entries = parseVirconf(text ?? '');
	return {...defaultOf(entries.get('uri_default')), aliases: aliasesOf(entries.get('uri_aliases'))};
};

/**
Reads the libvirt.conf of this user, as virsh does (libvirt.c, virConfLoadConfig). Root's file stands in /etc/libvirt. The
file of any other user stands only in that user's own configuration. A file is used only if no other user could have written
it. Never rejects.
@param user effective user id.
*/
export const readLibvirtConfig = async (variables: Variables, user: number): Promise<LibvirtConfig> => {
	const path = libvirtConfigPath(variables, user);
	if (path === undefined) {
		return {path: '', aliases: new Map()};
	}

	try {
		return {path, ...(await read(path, user))};
	} catch (error) {
		const {code = '', message} = error as NodeJS.ErrnoException;
		const reason = message.replaceAll(/\s+/g, ' ');
		return {path, aliases: new Map(), ...(unusableCodes.has(code) ? {} : {trouble: notUsed(path, reason)})};
	}
};
