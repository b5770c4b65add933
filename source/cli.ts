import {spawn} from 'node:child_process';
import {drivers} from '../drivers/index.ts';
import {systemClock} from './clock.ts';
import {exitCodeOf} from './exit-code.ts';
import {watchFailures} from './failures.ts';
import {readInvocation} from './invocation.ts';
import {helpText} from './option-table.ts';
import {createOutput} from './output.ts';
import {createSampler} from './sampler.ts';
import {startingTargets} from './targets.ts';
import {version} from './version.ts';
import {watchSectors} from './watch-sectors.ts';

const {argv, env, stderr, stdout} = process;

/** A reader that went away, as in `| head`, has seen enough; a full disk has not. */
const endOutput = (error: NodeJS.ErrnoException): void => {
	if (error.code === 'EPIPE') {
		process.exit(0);
	}

	stderr.write(`domtop: Cannot write the output: ${error.message}.\n`);
	process.exit(1);
};

const main = async (): Promise<number> => {
	const {options, command, config} = await readInvocation(argv.slice(2), env, stdout.isTTY);
	if (command.name !== 'screen') {
		stdout.on('error', endOutput);
	}

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
		// A person sees the screen at once; who reads batch output waits for a slow connection, and is told of it.
		...(onScreen ? {} : {patience: 10}),
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

	const tell = (line: string): void => void stderr.write(`domtop: ${line}\n`);
	const failures = watchFailures(sampler, tell);
	try {
		if (!('domain' in command)) {
			watchSectors(sampler, options, tell);
		}

		if (command.name === 'frame') {
			const {runFrame} = await import('./run-frame.ts');
			await write(await runFrame(sampler, options, command));
		} else if (command.name === 'text' || command.name === 'json' || command.name === 'csv') {
			const {runBatch} = await import('./batch.ts');
			await runBatch(command.name, sampler, options, write);
		} else {
			const {runOneShot} = await import('./one-shot.ts');
			const lines = await runOneShot(command, sampler, () => systemClock.sleep(1), tell);
			await write(lines.map((line) => `${line}\n`).join(''));
		}

		return failures.nothingRead() ? 1 : 0;
	} finally {
		ending.abort();
		failures.stop();
		await sampler.close();
	}
};

process.exitCode = await main().catch((error) => exitCodeOf(error, (text) => stderr.write(text)));
if (process.exitCode === 129 && Number.parseInt(process.versions.node, 10) < 22) {
	// Node 20 fails an assertion when it exits without the terminal it began with; the signal's own end is 129 too.
	process.removeAllListeners('SIGHUP');
	process.kill(process.pid, 'SIGHUP');
}

process.exit();
