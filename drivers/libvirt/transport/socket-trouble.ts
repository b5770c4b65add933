import {DriverError} from '../../../source/driver/driver-error.ts';
import {cleanText, textLimits} from '../../../source/text/clean-text.ts';
import {refusalOf} from '../../linux/read-file.ts';

/** EAGAIN: the queue of a listener that accepts no connection is full (unix(7)). */
const silent = new Set(['EAGAIN', 'ETIMEDOUT']);

const codeOf = (error: unknown): string =>
	error instanceof Error && 'code' in error ? String(error.code) : String(error);

/** Why a libvirt socket cannot be opened. @param error of `node:fs` or `node:net` */
export const socketTrouble = (path: string, error: unknown): DriverError => {
	const [shown, code, options] = [cleanText(path, textLimits.path), codeOf(error), {cause: error}];
	if (refusalOf(error) === 'denied') {
		return new DriverError(
			`Cannot open ${shown}: permission denied.`,
			'Join group libvirt, or run domtop as root.',
			options,
		);
	}

	if (code === 'ECONNREFUSED') {
		return new DriverError(
			`No process listens on ${shown}.`,
			'Start the daemon of libvirt; its socket was left behind when it ended.',
			options,
		);
	}

	if (silent.has(code)) {
		return new DriverError(
			`The daemon at ${shown} takes no connection.`,
			'Look whether it was stopped, or has as many clients as max_clients allows.',
			options,
		);
	}

	return code === 'ENOENT' || code === 'ENOTDIR'
		? new DriverError(`There is no ${shown}.`, 'Start virtqemud or libvirtd.', options)
		: new DriverError(
				`Cannot open ${shown} (${cleanText(code)}).`,
				'Look into the journal of libvirtd.',
				options,
			);
};
