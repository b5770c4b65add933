/** Signals that end the program, and its exit code then: 128 and the number of the signal. */
export const signalCodes = {SIGHUP: 129, SIGINT: 130, SIGQUIT: 131, SIGTERM: 143} as const;
