import {shellWords} from '../../helpers/built-program.ts';
import type {Dom0} from './dom0.ts';
import {configText, type GuestConfig, makeDisks} from './guest-config.ts';

/** A guest that runs and listens on its console. */
export type Guest = {
	readonly config: GuestConfig;
	readonly domid: number;
	/** Runs a shell line in the guest; resolves to its output. Rejects if it fails or takes longer than `seconds`. */
	readonly run: (line: string, seconds?: number) => Promise<string>;
	/** Leaves its console. */
	readonly close: () => Promise<void>;
};

/** Makes a guest's disks and writes its configuration. */
export const prepareGuest = async (dom0: Dom0, config: GuestConfig): Promise<void> => {
	const text = shellWords([configText(config)]);
	await dom0.run(`${makeDisks(config)} && printf %s ${text} > /tmp/${config.name}.cfg`);
};

/** Opens the console of a running guest; resolves once the guest listens. */
export const openGuest = async (dom0: Dom0, config: GuestConfig): Promise<Guest> => {
	const domid = Number(await dom0.run(`xl domid ${config.name}`));
	const path = `/local/domain/${domid}/console/tty`;
	// For a guest that reboots the node comes late, and is empty at first.
	const console = await dom0.run(
		`until tty=$(xenstore-read ${path} 2> /dev/null) && [ -n "$tty" ]; do sleep 0.2; done; echo "$tty"`,
	);
	const terminal = dom0.start(`stty -F ${console} raw -echo && { cat ${console} & exec cat > ${console}; }`);
	let count = 0;
	const run: Guest['run'] = (line, seconds = 60) => {
		count += 1;
		const mark = `done ${count}`;
		const said: string[] = [];
		const answered = new Promise<string>((resolve, reject) => {
			const late = setTimeout(() => {
				reject(new Error(`${config.name} is not done in ${seconds} s: ${line}: ${said.join('\n')}`));
			}, seconds * 1000);
			terminal.onLine((text) => {
				const output = text.replace(/\r$/, '');
				if (!output.startsWith(`${mark} `)) {
					said.push(output);
					return;
				}

				clearTimeout(late);
				const code = output.slice(mark.length + 1);
				if (code === '0') {
					resolve(said.join('\n'));
				} else {
					reject(new Error(`In ${config.name}: ${line} ended with ${code}: ${said.join('\n')}`));
				}
			});
			void terminal.ended.then(({stderr}) => {
				clearTimeout(late);
				reject(new Error(`The console of ${config.name} ended: ${stderr}`));
			}, reject);
		});
		terminal.write(`${line}\necho ${mark} $?\n`);
		return answered;
	};

	await run('true');
	return {
		config,
		domid,
		run,
		close: async () => {
			terminal.signal('SIGKILL');
			await terminal.ended;
		},
	};
};

/** Starts a prepared guest. It still boots when this resolves. */
export const startGuest = async (dom0: Dom0, {name}: GuestConfig): Promise<void> => {
	await dom0.run(`xl create /tmp/${name}.cfg`, 120);
};

/** Starts a prepared guest, and opens its console. */
export const createGuest = async (dom0: Dom0, config: GuestConfig): Promise<Guest> => {
	await startGuest(dom0, config);
	return openGuest(dom0, config);
};
