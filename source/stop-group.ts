/** What is needed of the process to stop it. */
export type Signals = Pick<NodeJS.Process, 'kill' | 'on' | 'off'>;

/** Milliseconds after which a process that should have been stopped was not. */
const patience = 200;

/**
Stops the whole process group, as a shell does on ^Z: stopping this process alone would leave its npm running, and the
shell waiting for that.

@returns once it goes on again: true; or false, where it was never stopped, since the kernel discards the signal for a
group that nobody could continue (`ssh -t host domtop`).
*/
export const stopGroup = (signals: Signals): Promise<boolean> =>
	new Promise((resolve) => {
		const finish = (stopped: boolean) => {
			signals.off('SIGCONT', goOn);
			clearTimeout(timer);
			resolve(stopped);
		};

		const goOn = () => finish(true);
		signals.on('SIGCONT', goOn);
		// After a stop the timer is long due, and fires before the signal that ended the stop was heard of.
		const timer = setTimeout(() => setTimeout(() => finish(false), 20), patience);
		signals.kill(0, 'SIGTSTP');
	});
