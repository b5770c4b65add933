/* Notes that it is at place 7 of its file, then never comes to an end, or dies. */
import {writeFileSync} from 'node:fs';

const [name, file = ''] = [process.argv[2], process.argv[7]];
writeFileSync(file, '7');
if (name === 'dies') {
	process.kill(process.pid, 'SIGKILL');
}

for (;;) {
	// It takes processor time, and nothing else.
}
