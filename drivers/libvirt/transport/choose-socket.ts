import {statSync} from 'node:fs';
import {basename, dirname} from 'node:path';
import {DriverError} from '../../../source/driver/driver-error.ts';
import {cleanText, textLimits} from '../../../source/text/clean-text.ts';
import {refusalOf} from '../../linux/read-file.ts';
import {rooted} from '../../linux/rooted.ts';
import type {Access, LibvirtTarget} from './libvirt-target.ts';
import {isOfSession, modularDaemonOf, type SocketPlaces, socketChoices} from './socket-choices.ts';
import {socketTrouble} from './socket-trouble.ts';

/** The daemons that would listen, named for advice. */
const daemonNames = ({driver, mode}: LibvirtTarget): string => {
	const direct = modularDaemonOf(driver);
	const daemons = [
		...(mode === 'legacy' || direct === undefined ? [] : [direct]),
		...(mode === 'direct' ? [] : ['libvirtd']),
	];
	return daemons.join(' or ');
};

const absence = (target: LibvirtTarget, places: SocketPlaces, paths: readonly string[]): DriverError => {
	if (target.socket !== undefined) {
		return new DriverError(
			`There is no ${cleanText(target.socket, textLimits.path)}.`,
			'Give the path of a socket on which a daemon of libvirt listens, or leave socket= out.',
		);
	}

	const names = paths.map((path) => basename(path)).filter((name) => !name.endsWith('-ro'));
	const folder = cleanText(dirname(paths[0] ?? '/'), textLimits.path);
	const message = `No libvirt daemon listens for ${target.name}: no ${names.join(' or ')} in ${folder}.`;
	return isOfSession(target, places)
		? new DriverError(
				message,
				`A session’s daemon starts when virsh first needs it: run virsh -c ${target.driver === 'test' ? target.uri : target.name} list.`,
			)
		: new DriverError(message, `Start ${daemonNames(target)}.`);
};

/**
The path of the first socket that is there, below the root.
@throws DriverError that says what was looked for, or which socket may not be looked at or trusted, and what to do
*/
export const chooseSocket = (target: LibvirtTarget, access: Access, places: SocketPlaces): string => {
	const {sessionDistrust} = places;
	if (sessionDistrust !== undefined && target.socket === undefined && isOfSession(target, places)) {
		throw new DriverError(
			`No socket is used for ${target.name}: ${cleanText(sessionDistrust, textLimits.report)}.`,
			'Let XDG_RUNTIME_DIR name a folder that only you can change, or give the path with socket=.',
		);
	}

	const paths = socketChoices(target, access, places);
	let refused: DriverError | undefined;
	for (const path of paths) {
		try {
			statSync(rooted(places.root, path));
			return rooted(places.root, path);
		} catch (error) {
			refused ??= refusalOf(error) === 'denied' ? socketTrouble(path, error) : undefined;
		}
	}

	throw refused ?? absence(target, places, paths);
};
