import {readdirSync, readFileSync, readlinkSync, writeFileSync} from 'node:fs';
import {openTerminalDevice} from '../../../source/app/terminal/terminal-device.ts';

/** Path and flags (proc_pid_fdinfo(5)) of each descriptor. */
const descriptors = () =>
	readdirSync('/proc/self/fd').flatMap((name) => {
		try {
			const [, flags = ''] = /^flags:\s+(\d+)/m.exec(readFileSync(`/proc/self/fdinfo/${name}`, 'utf8')) ?? [];
			return [{name, path: readlinkSync(`/proc/self/fd/${name}`), flags: Number.parseInt(flags, 8)}];
		} catch {
			return [];
		}
	});

const [, , report = ''] = process.argv;
const before = new Set(descriptors().map(({name}) => name));
const device = openTerminalDevice(1);
const opened = descriptors().filter(({name}) => !before.has(name));
const taken: number[] = [];
for (let time = 0; time < 100; time++) {
	taken.push(device.write(Buffer.alloc(4096, 'x')));
}

device.close();
writeFileSync(report, JSON.stringify({opened, standard: descriptors().slice(0, 3), taken}));
