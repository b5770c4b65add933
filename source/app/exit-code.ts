import {DriverError} from '../driver/driver-error.ts';
import {UsageError} from '../driver/usage-error.ts';
import {cleanLine} from '../text/clean-text.ts';

/** Prints the error that ended the program, once. @returns the exit code. */
export const exitCodeOf = (error: unknown, print: (text: string) => void): number => {
	if (error instanceof UsageError) {
		print(`domtop: ${cleanLine(error.message)}\n`);
		return 2;
	}

	if (error instanceof DriverError) {
		print(`domtop: ${cleanLine(`${error.message} ${error.advice}`)}\n`);
		return 1;
	}

	const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
	print(
		`domtop: this is a defect of domtop, please report it.\n${trace.split('\n').map(cleanLine).join('\n')}\n`,
	);
	return 70;
};
