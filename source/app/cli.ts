import {spawn} from 'node:child_process';
import {isatty} from 'node:tty';
import {systemClock} from '../async/clock.ts';
import {createLifetime} from '../async/lifetime.ts';
import {helpText} from '../options/help-text.ts';
import {readInvocation} from '../options/invocation.ts';
import {startingEndpoints} from '../sampling/discover.ts';
import {openAttended} from '../sampling/open-attended.ts';
import {createSampler} from '../sampling/sampler.ts';
import {cleanLine} from '../text/clean-text.ts';
import {asciiText} from '../text/terminal-style.ts';
import {drivers} from './drivers.ts';
import {endProcess} from './end-process.ts';
import {exitCodeOf} from './exit-code.ts';
import {guardOutput} from './guard-output.ts';
import {createOutput} from './output.ts';
import {runPlain} from './run-plain.ts';
import {sessionFolder} from './session-folder.ts';
import {writeBriefly} from './terminal/write-briefly.ts';
import {version} from './version.ts';

const {argv, env, stderr, stdout} = process;

// A line that stderr does not take must not hold up what can be written to stdout.
stderr.on('error', () => {});

const main = async (): Promise<number> => {
	const user = process.geteuid?.() ?? 0;
	const called = await readInvocation(argv.slice(2), env, user, stdout.isTTY);
	const {options, command, config, preset, presetTrouble} = called;
	const log = (line: string | undefined): void =>
		void (line && stderr.write(`domtop: ${cleanLine(options.ascii ? asciiText(line) : line)}\n`));
	if (command.name !== 'screen') {
		guardOutput(process, command);
	}

	[called.note, presetTrouble].forEach(log);
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
	const start = await startingEndpoints(
		drivers,
		options.connect,
		{...world, onStatus: () => {}},
		onScreen || command.name === 'frame',
		preset,
	);
	log(start.note);
	const sampler = createSampler(start.endpoints, world, {
		delay,
		firstDelay: onScreen ? Math.min(delay, 1) : delay,
		// A person sees the screen at once; a reader of batch output waits for a slow connection, and is told of it.
		...(onScreen ? {eager: true} : {firstExtraSeconds: 10}),
		frozen: false,
		sectors,
	});
	// A password prompt needs the terminal alone: connections open before the screen is taken, one after the other.
	const code = isatty(0) ? await openAttended(sampler, process, systemClock, log) : undefined;
	if (code !== undefined) {
		return code;
	}

	const lifetime = createLifetime();
	void start.watch(sampler, lifetime.signal);
	if (onScreen) {
		const {runScreen} = await import('./screen.tsx');
		return runScreen(sampler, options, config, presetTrouble ?? start.note ?? start.notice).finally(
			lifetime.end,
		);
	}

	return runPlain(sampler, command, options, write, log, () => systemClock.sleep(1)).finally(lifetime.end);
};

const code = await main().catch((error) => exitCodeOf(error, (text) => writeBriefly(stderr, text)));
await endProcess(process, code, systemClock);
