import {readFileSync} from 'node:fs';
import {join} from 'node:path';

/** Nodes of a xenstore by their paths; a node that only holds others has an empty value. */
export type StoreNodes = ReadonlyMap<string, Buffer>;

const row = /^(\/\S*) = "(.*)"(?:\s+\(\S+\))?$/;

/* tools/xs_lib.c of Xen 4.17, sanitise_value: what is no printable ASCII is \t, \n, \r, \\ or up to three octal digits. */
const escapes: Readonly<Record<string, string>> = {t: '\t', n: '\n', r: '\r', '\\': '\\', '"': '"'};

const unescaped = (text: string): Buffer =>
	Buffer.from(
		text.replaceAll(/\\(?:([0-7]{1,3})|(.))/gs, (_all, octal: string | undefined, letter: string) => {
			const escaped = escapes[letter];
			if (octal === undefined && escaped === undefined) {
				throw new Error(`xenstore-ls does not write \\${letter}`);
			}

			return octal === undefined ? (escaped as string) : String.fromCharCode(Number.parseInt(octal, 8));
		}),
		'latin1',
	);

/** What `xenstore-ls -f` printed, with `-p` or without; fails on a line that it would not print. */
export const parseStoreListing = (text: string): StoreNodes =>
	new Map(
		text
			.split('\n')
			.filter((line) => line !== '')
			.map((line) => {
				const [, path, value] = row.exec(line) ?? [];
				if (path === undefined || value === undefined) {
					throw new Error(`xenstore-ls does not print ${line}`);
				}

				return [path, unescaped(value)] as const;
			}),
	);

const folder = join(import.meta.dirname, '../../fixtures/xen/xenstore');

/** A fixture of test/fixtures/xen/xenstore as it is. */
export const storeFixture = (name: string): string => readFileSync(join(folder, name), 'utf8');

/** The whole xenstore of a host with one guest, d1 (domid 1), of six disks and a NIC. */
export const readCapturedStore = (): StoreNodes => parseStoreListing(storeFixture('xenstore-all.txt'));

/** Domain 1 of the captured store as another domain as well, its name and uuid changed: for stores of any size. */
export const withCopiedDomain = (nodes: StoreNodes, id: number, name: string): StoreNodes => {
	const uuid = `00000000-0000-4000-8000-${`${id}`.padStart(12, '0')}`;
	const renamed = (text: string) =>
		text
			.replace(/^\/libxl\/1(?=\/|$)/, `/libxl/${id}`)
			.replace(/^\/local\/domain\/1(?=\/|$)/, `/local/domain/${id}`)
			.replace(/^(\/local\/domain\/0\/backend\/\w+)\/1(?=\/|$)/, `$1/${id}`)
			.replace(/^\/vm\/[^/]+/, `/vm/${uuid}`);
	const copies = [...nodes].flatMap(([path, value]) => {
		const copy = renamed(path);
		if (copy === path) {
			return [];
		}

		const text = /^\/(?:vm\/[^/]+|local\/domain\/1)\/name$/.test(path) ? name : renamed(value.toString());
		return [[copy, Buffer.from(text)] as const];
	});
	return new Map([...nodes, ...copies]);
};
