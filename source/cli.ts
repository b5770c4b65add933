import {spawn} from 'node:child_process';
import {isatty} from 'node:tty';
import {drivers} from '../drivers/index.ts';
import {writeBriefly} from './app/terminal/write-briefly.ts';
import {cleanLine} from './clean-line.ts';
import {systemClock} from './clock.ts';
import {endProcess} from './end-process.ts';
import {exitCodeOf} from './exit-code.ts';
import {guardOutput} from './guard-output.ts';
import {readInvocation} from './invocation.ts';
import {asciiText} from './look.ts';
import {openAttended} from './open-attended.ts';
import {helpText} from './option-table.ts';
import {createOutput} from './output.ts';
import {runPlain} from './run-plain.ts';
import {createSampler} from './sampler.ts';
import {sessionFolder} from './session-folder.ts';
import {startingTargets} from './targets.ts';
import {version} from './version.ts';

const {argv, env, stderr, stdout} = process;

// What cannot be told on stderr holds up nothing that can be written to stdout.
stderr.on('error', () => {});

const main = async (): Promise<number> => {
	const user = process.geteuid?.() ?? 0;
	const called = await readInvocation(argv.slice(2), env, user, stdout.isTTY);
	const {options, command, config, preset, presetTrouble} = called;
	const tell = (line: string | undefined): void =>
		void (line && stderr.write(`domtop: ${cleanLine(options.ascii ? asciiText(line) : line)}\n`));
	if (command.name !== 'screen') {
		guardOutput(process, command);
	}

	[called.note, presetTrouble].forEach(tell);
	const write = createOutput(stdout);
	if (command.name === 'help' || command.name === 'version') {
		await write(`${command.name === 'help' ? helpText() : version}\n`);
		return 0;
	}

	const {delay, sectors, readOnly, balloonPeriod} = options;
	const world = {
		root: '/',
		clock: systemClock,
		spawn,
		user,
		readOnly,
		...(balloonPeriod ? {balloonPeriod} : {}),
		...sessionFolder(env, user),
	};
	const onScreen = command.name === 'screen';
	const start = await startingTargets(
		drivers,
		options.connect,
		{...world, onStatus: () => {}},
		onScreen || command.name === 'frame',
		preset,
	);
	tell(start.note);
	const sampler = createSampler(start.targets, world, {
		delay,
		firstDelay: onScreen ? Math.min(delay, 1) : delay,
		// A person sees the screen at once; who reads batch output waits for a slow connection, and is told of it.
		...(onScreen ? {eager: true} : {patience: 10}),
		vcpus: command.name === 'json' || options.page === 'cpu',
		frozen: false,
		sectors,
	});
	// Whoever asks for a password has the terminal to itself: before the screen is taken, and one after the other.
	const code = isatty(0) ? await openAttended(sampler, process, tell) : undefined;
	if (code !== undefined) {
		return code;
	}

	const ending = new AbortController();
	void start.watch(sampler, ending.signal);
	if (onScreen) {
		const {runScreen} = await import('./screen.tsx');
		return runScreen(sampler, options, config, presetTrouble ?? start.note ?? start.said).finally(() =>
			ending.abort(),
		);
	}

	return runPlain(sampler, command, options, write, tell, () => systemClock.sleep(1)).finally(() =>
		ending.abort(),
	);
};

const code = await main().catch((error) => exitCodeOf(error, (text) => writeBriefly(stderr, text)));
await endProcess(process, code, systemClock);
