import type {StartProgram} from '../../captures/open-capture.ts';
import {shellWords} from '../../helpers/built-program.ts';
import type {Dom0} from './dom0.ts';

/** Bytes of a part of a file that a line for dom0's shell can carry. */
const partLength = 60_000;

const [program, file] = ['/tmp/capture.mjs', '/tmp/recording'];

const carry = async (dom0: Dom0, text: string, path: string): Promise<void> => {
	const whole = Buffer.from(text).toString('base64');
	await dom0.run(`: > ${path}.base64`);
	for (let start = 0; start < whole.length; start += partLength) {
		await dom0.run(`echo ${whole.slice(start, start + partLength)} >> ${path}.base64`);
	}

	await dom0.run(`base64 -di ${path}.base64 > ${path}`);
};

/** Runs the capture program in dom0. */
export const captureInDom0 =
	(dom0: Dom0): StartProgram =>
	async (bundle, orderIn) => {
		await carry(dom0, bundle, program);
		const command = dom0.start(`exec node ${program} ${shellWords([orderIn(file)])}`);
		const lines: string[] = [];
		let news = (): void => {};
		command.onLine((line) => {
			lines.push(line);
			news();
		});
		const ended = command.ended.then(
			({code, signal, stderr}) => `it ended with ${code ?? signal}: ${stderr}`,
		);
		const next = async (): Promise<string> => {
			if (lines.length === 0) {
				await Promise.race([
					ended.then((words) => lines.push(words)),
					new Promise<void>((resolve) => {
						news = resolve;
					}),
				]);
			}

			return lines.shift() ?? '';
		};
		return {
			until: async (line) => {
				const said = await next();
				if (said !== line) {
					throw new Error(`The capture program should have said ${line}: ${said}.`);
				}
			},
			write: (line) => command.write(`${line}\n`),
			recording: async () => {
				await ended;
				return Buffer.from(await dom0.run(`base64 -w 0 ${file}`), 'base64');
			},
		};
	};
