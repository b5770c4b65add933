import {spawn} from 'node:child_process';
import {drivers} from '../drivers/index.ts';
import {systemClock} from './clock.ts';
import {readConfigFile} from './config-file.ts';
import {configPath, isDumb, isUtf8, wantsColor} from './environment.ts';
import {exitCodeOf} from './exit-code.ts';
import {watchFailures} from './failures.ts';
import {helpText} from './option-table.ts';
import {type Command, parseOptions} from './options.ts';
import {createOutput} from './output.ts';
import {createSampler} from './sampler.ts';
import {startingTargets} from './targets.ts';
import {version} from './version.ts';
import {mergeWritten, writtenOptions} from './written-options.ts';

const {argv, env, stderr, stdout} = process;

/** A terminal that cannot move its cursor gets lines; what is no terminal gets one frame. */
const settle = (command: Command): Command => {
	if (command.name !== 'screen') {
		return command;
	}

	return stdout.isTTY ? (isDumb(env) ? {name: 'text'} : command) : {name: 'frame', columns: 80, rows: 24};
};

const main = async (): Promise<number> => {
	const {written, input} = writtenOptions(argv.slice(2));
	const config = configPath(env);
	const parsed = parseOptions(mergeWritten(await readConfigFile(config), written), input);
	const options = {
		...parsed,
		ascii: parsed.ascii || !isUtf8(env),
		color: parsed.color && wantsColor(env),
	};
	const command = settle(options.command);
	const write = createOutput(stdout);
	if (command.name === 'help' || command.name === 'version') {
		await write(`${command.name === 'help' ? helpText() : version}\n`);
		return 0;
	}

	const {delay, sectors, readOnly, balloonPeriod} = options;
	const world = {root: '/', clock: systemClock, spawn, readOnly, ...(balloonPeriod ? {balloonPeriod} : {})};
	const onScreen = command.name === 'screen';
	const start = await startingTargets(
		drivers,
		options.connect,
		{...world, onStatus: () => {}},
		onScreen || command.name === 'frame',
	);
	const sampler = createSampler(start.targets, world, {
		delay,
		firstDelay: onScreen ? Math.min(delay, 1) : delay,
		vcpus: command.name === 'json' || options.page === 'cpu',
		frozen: false,
		sectors,
	});
	const ending = new AbortController();
	void start.watch(sampler, ending.signal);
	if (onScreen) {
		const {runScreen} = await import('./screen.tsx');
		return runScreen(sampler, options, config).finally(() => ending.abort());
	}

	// A reader that went away, as in `| head`, has seen enough.
	stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 70));
	const failures = watchFailures(sampler, (line) => stderr.write(`domtop: ${line}\n`));
	try {
		if (command.name === 'frame') {
			const {runFrame} = await import('./run-frame.ts');
			await write(await runFrame(sampler, options, command));
		} else if (command.name === 'text' || command.name === 'json' || command.name === 'csv') {
			const {runBatch} = await import('./batch.ts');
			await runBatch(command.name, sampler, options, write);
		} else {
			const {runOneShot} = await import('./one-shot.ts');
			await write((await runOneShot(command, sampler)).map((line) => `${line}\n`).join(''));
		}

		return failures.nothingRead() ? 1 : 0;
	} finally {
		ending.abort();
		failures.stop();
		await sampler.close();
	}
};

process.exitCode = await main().catch((error) => exitCodeOf(error, (text) => stderr.write(text)));
process.exit();
