import {randomUUID} from 'node:crypto';
import {UsageError} from '../driver/usage-error.ts';
import {replaceFile} from '../process/replace-file.ts';
import {trustedPath} from '../process/trusted-path.ts';
import {cleanText, textLimits} from '../text/clean-text.ts';
import {readRecord} from './config-file.ts';

/** The words of an error such as `EROFS: read-only file system, open '/etc/x'`, and its code if it has a code. */
const reasonOf = ({code, message}: NodeJS.ErrnoException): string => {
	const text = message.replace(/^E[A-Z0-9]+: /, '').replace(/, \w+(?: '.*)?$/s, '');
	const reason = code === 'EEXIST' ? 'a file stands where its folder would be' : text;
	return code === undefined ? reason : `${reason} (${code})`;
};

/**
Puts options into the file and keeps the other options in it. A value of undefined takes its option out. The new file is
written beside the old file and renamed, so that a full disk never leaves half a file. If the file is a link, the file that
it leads to is replaced.
@param path empty: there is no place for the file.
@param user effective user id.
@throws Error with one sentence and advice.
@throws UsageError if the present file is broken.
*/
export const writeConfigFile = async (
	path: string,
	user: number,
	options: Readonly<Record<string, string | number | boolean | undefined>>,
): Promise<void> => {
	if (path === '') {
		throw new Error('There is no home folder to write the options to. Choose one with XDG_CONFIG_HOME.');
	}

	const judge = (what: string) => {
		const place = trustedPath(what, user);
		if (place.distrust !== undefined) {
			throw new Error(cleanText(place.distrust, textLimits.report));
		}

		return place;
	};

	try {
		const place = judge(path);
		const merged = {...(await readRecord(path, place)), ...options};
		await replaceFile(place.path, `${JSON.stringify(merged, undefined, '\t')}\n`, {
			mode: place.stats === undefined ? 0o644 : place.stats.mode & 0o777,
			suffix: randomUUID(),
			check: () => void judge(place.path),
		});
	} catch (error) {
		if (error instanceof UsageError) {
			throw error;
		}

		const message = `Cannot write ${path}: ${reasonOf(error as Error)}.`;
		throw new Error(`${message} Choose another folder with XDG_CONFIG_HOME.`, {cause: error});
	}
};
