/* Ends with a code, after a thread was sent to wait for a pipe: node end-process-entry.ts <code> [<pipe>]. */
import {open} from 'node:fs';
import {endProcess} from '../../source/app/end-process.ts';
import {systemClock} from '../../source/async/clock.ts';

const [code, pipe] = process.argv.slice(2);
if (pipe !== undefined) {
	open(pipe, 'r', () => {});
}

setImmediate(() => void endProcess(process, Number(code), systemClock));
