import type {DomainRef} from '../../source/driver/driver.ts';
import {DriverError} from '../../source/driver/driver-error.ts';
import {ExhaustedError} from '../../source/process/exhausted-error.ts';
import {QmpFault} from '../qmp/qmp-fault.ts';
import {QmpRefusal, refusalText} from '../qmp/qmp-refusal.ts';
import {setBalloonPeriod} from './ask-balloon.ts';
import {findBalloonDevice} from './balloon-device.ts';
import type {Guest} from './guest.ts';
import {SocketRefusal} from './socket-refusal.ts';
import {shortTrouble} from './trouble.ts';

/**
Sets the balloon statistics period of a domain and resolves to the period that is read back, seconds.
@throws DriverError
*/
export const setPeriodOf = async (
	guest: Guest,
	{name, incarnation}: Pick<DomainRef, 'name' | 'incarnation'>,
	seconds: number,
): Promise<number | undefined> => {
	const refusal = guest.refusal();
	if (refusal !== undefined) {
		throw new DriverError(`The period of ${name} cannot be set: ${refusal}.`, 'Its present value stays.');
	}

	let isUnderWay = false;
	try {
		return await guest.talk(async (client, {balloon}) => {
			// A process that named another's socket, or took another's place, must not be written to.
			if (guest.face()?.incarnation !== incarnation || !(await guest.isSure())) {
				throw new DriverError(
					`The period of ${name} was not set: another process may listen on its QMP socket.`,
					'Choose the guest that does; as root domtop can see which.',
				);
			}

			// The balloon of the last look may be unplugged by now.
			const path = await findBalloonDevice(client);
			if (path === undefined) {
				throw new DriverError(`${name} has no balloon device.`, 'Give it one: -device virtio-balloon-pci.');
			}

			isUnderWay = true;
			const period = await setBalloonPeriod(client, path, seconds);
			balloon.periodSeen = true;
			balloon.periodRefusal = undefined;
			return period;
		});
	} catch (error) {
		if (error instanceof QmpRefusal) {
			throw new DriverError(
				`QEMU refused the period of ${name}: ${refusalText(error)}.`,
				'Take a whole number of seconds; 0 stops.',
				{cause: error},
			);
		}

		if (error instanceof QmpFault || error instanceof SocketRefusal || error instanceof ExhaustedError) {
			const cause = shortTrouble[await guest.causeOf(error)];
			throw isUnderWay
				? new DriverError(
						`Whether the period of ${name} was set is not known: ${cause}.`,
						'Look at it once it answers.',
						{cause: error},
					)
				: new DriverError(`The period of ${name} was not set: ${cause}.`, 'Try again once it answers.', {
						cause: error,
					});
		}

		throw error;
	}
};
