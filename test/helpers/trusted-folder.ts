import {accessSync, constants, mkdirSync, mkdtempSync} from 'node:fs';
import {tmpdir, userInfo} from 'node:os';
import {join} from 'node:path';
import {trustedPath} from '../../source/process/trusted-path.ts';

/** Effective user id of the tests. */
export const thisUser = process.geteuid?.() ?? 0;

const homes = (): readonly string[] => {
	try {
		return [userInfo().homedir];
	} catch {
		// The user is in no passwd.
		return [];
	}
};

const ours = join(import.meta.dirname, '../../node_modules/.cache');

/** The checkout, else the home folder in passwd, else a folder that belongs to root on every machine. */
const candidates = [ours, ...homes(), '/var/lib'];

const isUsable = (path: string): boolean => {
	try {
		if (trustedPath(path, thisUser).distrust !== undefined) {
			return false;
		}

		if (path === ours) {
			mkdirSync(path, {recursive: true});
		}

		accessSync(path, constants.W_OK | constants.X_OK);
		return trustedPath(path, thisUser).distrust === undefined;
	} catch {
		return false;
	}
};

const base = candidates.find(isUsable);

/** Why the program trusts no folder made here: it then uses no file in it, and says so. Undefined: it trusts them. */
export const noTrustReason =
	base === undefined ? `others may change ${candidates.join(', ')}, or we may not write there` : undefined;

if (noTrustReason !== undefined) {
	console.log(`No folder for the tests is trusted, so they are in ${tmpdir()}: ${noTrustReason}.`);
}

/** A new empty folder, for this user alone, that the program trusts. It would not trust a folder below a sticky /tmp. */
export const makeTrustedFolder = (): string => mkdtempSync(join(base ?? tmpdir(), '.domtop-test-'));
