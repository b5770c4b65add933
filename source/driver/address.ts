import {cleanText, isClean, textLimits} from '../text/clean-text.ts';
import {UsageError} from './usage-error.ts';

/** Where a driver connects to: an address, parsed once. */
export type Address = {
	/** The only canonical form: people see it, and addresses are compared by it. Never holds a password. */
	readonly uri: string;
	/** Without the colon: `qmp`, `qemu+ssh`. */
	readonly scheme: string;
	readonly user?: string;
	/** Undefined: the address names no host, as on local schemes. */
	readonly host?: string;
	readonly port?: number;
	/** Decoded, as the file system spells it. Empty: the address names no path. */
	readonly path: string;
	/** Decoded. Empty: the scheme has no queries, or the address has none. A `+` is a plus. */
	readonly query: ReadonlyMap<string, string>;
};

/**
Schemes whose addresses name a path of this machine, in which `?` and `#` are ordinary letters. A driver whose addresses name no
path needs no entry: `NAME:` alone is an address in any scheme.
*/
const localSchemes = new Set(['qmp', 'xl', 'prlctl', 'test']);

/** Decodes valid escapes only: a socket may well be called `100%.sock`. */
const decode = (text: string): string =>
	text.replaceAll(/(?:%[\dA-Fa-f]{2})+/g, (escapes) => {
		try {
			return decodeURIComponent(escapes);
		} catch {
			return escapes;
		}
	});

/** Escapes as little as possible. `decode` must give the same path back, and no terminal may take it for more than letters. */
const encode = (path: string): string =>
	path
		.replaceAll(/%(?=[\dA-Fa-f]{2})/g, '%25')
		.replaceAll(/./gsu, (letter) => (isClean(letter) ? letter : encodeURIComponent(letter)));

const tidy = (path: string): string => path.replaceAll(/\/(?:\.?\/)+/g, '/');

const refuse = (text: string, reason: string): never => {
	throw new UsageError(`-c ${cleanText(text, textLimits.path)}: ${cleanText(reason, textLimits.path)}`);
};

const notAnAddress = (text: string, example: string): never =>
	refuse(JSON.stringify(text), `not an address. ${example}`);

const checkPath = (path: string, text: string): void => {
	if (path.includes('\0')) {
		refuse(text, 'a path cannot hold a zero byte. Leave it out.');
	}
};

const localAddress = (scheme: string, rest: string, text: string): Address => {
	if (rest.startsWith('//') && !rest.startsWith('///') && rest.length > 2) {
		const path = rest.slice(1);
		refuse(
			text,
			`${scheme}: is always this machine, so it takes no host. Write ${scheme}://${path} if you mean the path ${path}.`,
		);
	}

	const path = tidy(decode(rest.startsWith('//') ? rest.slice(2) : rest));
	if (path !== '' && !path.startsWith('/')) {
		refuse(text, `the path must begin with a slash. Write ${scheme}:///${path}.`);
	}

	checkPath(path, text);
	const whole = scheme === 'test' && path === '' ? '/default' : path;
	return {
		uri: whole === '' ? `${scheme}:` : `${scheme}://${encode(whole)}`,
		scheme,
		path: whole,
		query: new Map(),
	};
};

const parseQuery = (text: string): Map<string, string> =>
	new Map(
		text
			.split('&')
			.filter((part) => part !== '')
			.map((part) => {
				const [name = '', ...value] = part.split('=');
				return [decode(name), decode(value.join('='))] as const;
			}),
	);

const parseHostAndPort = (authority: string, text: string): {host: string; port?: number} => {
	const match = /^(\[[^\]]*\]|[^:[\]]*)(?::(\d+))?$/.exec(authority);
	const port = match?.[2] === undefined ? undefined : Number(match[2]);
	if (!match || (port !== undefined && (port < 1 || port > 65_535))) {
		return refuse(text, 'cannot make out host and port. Write host, host:port or [address]:port.');
	}

	const host = decode((match[1] ?? '').replaceAll(/^\[|\]$/g, ''));
	return port === undefined ? {host} : {host, port};
};

const remoteAddress = (scheme: string, rest: string, text: string): Address => {
	const match = /^\/\/([^/?#]*)([^?#]*)(?:\?([^#]*))?$/.exec(rest);
	if (!match) {
		return notAnAddress(text, `Write it with two slashes, such as ${scheme}:///system.`);
	}

	const [authority, query] = [(match[1] ?? '').replace(/^@+/, ''), match[3] ?? ''];
	if (!isClean(authority + query)) {
		refuse(text, 'host and query cannot hold control characters. Leave them out.');
	}

	const at = authority.lastIndexOf('@');
	const user = decode(authority.slice(0, Math.max(0, at)));
	const {host, port} = parseHostAndPort(authority.slice(at + 1), text);
	const path = tidy(decode(match[2] ?? ''));
	checkPath(path, text);
	const shownPath = encode(path).replaceAll(/[?#]/g, encodeURIComponent);
	return {
		uri: `${scheme}://${authority}${shownPath}${query && `?${query}`}`,
		scheme,
		...(user ? {user} : {}),
		...(host ? {host} : {}),
		...(port === undefined ? {} : {port}),
		path,
		query: parseQuery(query),
	};
};

/** Matches `user:secret@host`, unless what follows the colon is the port and path of a host. */
const password = /^\/\/@*(?!\[)([^/?#@:]*):(?!\d+\/)[^@]*@/s;

/**
The only parser of `-c`. A bare absolute path is a QMP socket or a folder of QMP sockets, taken to the letter.
@throws UsageError with advice.
*/
export const parseAddress = (given: string): Address => {
	const text = given.toWellFormed();
	if (text.startsWith('/')) {
		const path = tidy(text);
		checkPath(path, text);
		return {uri: `qmp://${encode(path)}`, scheme: 'qmp', path, query: new Map()};
	}

	const match = /^([A-Za-z][A-Za-z\d+.-]*)(?::(.*))?$/s.exec(text);
	const scheme = match?.[1]?.toLowerCase();
	if (!match || scheme === undefined || (match[2] === undefined && !localSchemes.has(scheme))) {
		return notAnAddress(text, 'Write a scheme and a path, such as qmp: or qmp:///run/guest.sock.');
	}

	const rest = match[2] ?? '';
	const secret = password.exec(rest);
	if (secret) {
		refuse(
			`${scheme}://${secret[1]}:…`,
			'an address must not hold a password. Use keys or an agent, and leave it out.',
		);
	}

	return rest === '' || localSchemes.has(scheme)
		? localAddress(scheme, rest, text)
		: remoteAddress(scheme, rest, text);
};

/** The address that virsh would take without `-c`. */
export type DefaultAddress = {
	readonly address: Address;
	/** Where the address is set, for people. */
	readonly origin: string;
};
