import {execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {homedir, hostname, release} from 'node:os';
import {dirname, join} from 'node:path';
import {createInterface} from 'node:readline';
import {bundleOnStage} from './bundle.ts';
import type {CaptureOrder} from './capture-entry.ts';
import {recordedText, unpackLines, writeRecordedLines} from './recording-file.ts';

const project = join(import.meta.dirname, '../..');

/** A capture program that runs where a lab's hypervisor is. */
export type CaptureProgram = {
	/** Resolves once the program printed this line. Rejects with its last words if it ends before. */
	readonly until: (line: string) => Promise<void>;
	readonly write: (line: string) => void;
	/** The recording, once the program has ended. */
	readonly recording: () => Promise<Buffer>;
};

/** Starts the capture program. @param bundle its text. @param file where it writes the recording. */
export type StartProgram = (bundle: string, orderIn: (file: string) => string) => Promise<CaptureProgram>;

/** A recording that is being made. */
export type Capture = {
	/** Makes one refresh, no sooner than the delay allows. */
	readonly sample: (count?: number) => Promise<void>;
	/** Ends the recording and writes it to the fixtures of the lab. */
	readonly close: () => Promise<void>;
};

/** What a lab says of a recording. */
export type CaptureScene = Pick<CaptureOrder, 'scene' | 'uri' | 'delay' | 'versions'> & {
	/** The lab and the recording's name: `qemu/mixed`. */
	readonly name: string;
};

/** The first line that a command prints of its version. */
export const versionOf = (command: string, ...parameters: readonly string[]): string =>
	execFileSync(command, parameters, {encoding: 'utf8'}).split('\n')[0]?.trim() ?? '';

/** Runs the program on this machine. @param within wraps the command so that it runs in the lab's namespaces. */
export const programHere =
	(
		folder: string,
		within: (command: readonly string[]) => readonly string[] = (command) => command,
	): StartProgram =>
	async (bundle, orderIn) => {
		const [program, file] = [join(folder, 'capture.mjs'), join(folder, 'recording')];
		writeFileSync(program, bundle);
		const [command = '', ...parameters] = within([process.execPath, program, orderIn(file)]);
		const child = spawn(command, parameters, {stdio: ['pipe', 'pipe', 'inherit']});
		const ended = once(child, 'close').then(([code]) => code);
		const lines = createInterface({input: child.stdout});
		return {
			until: async (line) => {
				const said = once(lines, 'line').then(([text]) => text);
				const first = await Promise.race([said, ended.then((code) => `it ended with ${code}`)]);
				if (first !== line) {
					throw new Error(`The capture program should have said ${line}: ${first}.`);
				}
			},
			write: (line) => void child.stdin.write(`${line}\n`),
			recording: async () => {
				await ended;
				return readFileSync(file);
			},
		};
	};

/** What of this machine must not be in a recording: where the checkout and the home lie, and its name. */
const traces = [project, `${homedir()}/`, ...(hostname().length > 3 ? [hostname()] : [])];

const checkTraces = (text: string): void => {
	for (const trace of traces) {
		const at = text.indexOf(trace);
		if (at !== -1) {
			const words = text.slice(Math.max(0, at - 200), at + 100);
			throw new Error(`The recording names ${trace}, which is of this machine alone: ${words}`);
		}
	}
};

/** Starts a recording of a lab. Rejects if the driver cannot connect. */
export const openCapture = async (
	{name, versions, ...scene}: CaptureScene,
	start: StartProgram,
): Promise<Capture> => {
	const order: Omit<CaptureOrder, 'file'> = {
		...scene,
		versions: {Linux: /^\d+\.\d+/.exec(release())?.[0] ?? '', ...versions},
		hidden: [project, 'vitest'],
	};
	const program = await start(await bundleOnStage('capture-entry.ts'), (file) =>
		JSON.stringify({...order, file}),
	);
	await program.until('connected');
	return {
		sample: async (count = 1) => {
			for (let index = 0; index < count; index += 1) {
				program.write('sample');
				await program.until('sampled');
			}
		},
		close: async () => {
			program.write('close');
			await program.until('closed');
			const packed = await program.recording();
			checkTraces(recordedText(packed));

			const folder = process.env.DOMTOP_CAPTURE || join(project, 'test/fixtures/labs');
			const path = join(folder, `${name}.jsonl.br`);
			mkdirSync(dirname(path), {recursive: true});
			writeRecordedLines(path, unpackLines(packed));
			console.log(path);
		},
	};
};
