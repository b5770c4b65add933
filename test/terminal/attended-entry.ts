import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {systemClock} from '../../source/async/clock.ts';
import {DriverError} from '../../source/driver/driver-error.ts';
import {openAttended} from '../../source/sampling/open-attended.ts';
import {createSampler} from '../../source/sampling/sampler.ts';
import {createFakeDriver, fakeAddress} from '../helpers/fake-driver.ts';
import {aDomain, aSample} from '../helpers/sample-builder.ts';

/** Asks at the terminal, without an echo, as ssh does; its own streams are pipes. */
const question = `
	exec 3<>/dev/tty
	trap 'stty echo <&3; exit 1' INT TERM
	stty -echo <&3
	printf 'password for %s: ' "$1" >&3
	read -r answer <&3
	stty echo <&3
	printf '\\n' >&3
	[ "$answer" = "secret of $1" ]
`;

const asking = (name: string) => ({
	driver: createFakeDriver({
		mayAsk: true,
		async connect(_attempt, {spawn, attended}) {
			const child = spawn('sh', attended ? ['-c', question, 'sh', name] : ['-c', 'exit 1']);
			const [code] = await once(child, 'exit');
			if (code !== 0) {
				throw new DriverError(`${name} denied it.`, 'Try again.');
			}
		},
		sample: () => aSample([aDomain(name)], {host: {id: name}}),
	}),
	address: fakeAddress(name),
});

const world = {root: '/', clock: systemClock, spawn, readOnly: false};
const settings = {delay: 2, firstDelay: 2, frozen: false, sectors: 'physical'} as const;
const sampler = createSampler([asking('a'), asking('b')], world, settings);
process.title = 'domtop';
const code = await openAttended(sampler, process, systemClock, (line) =>
	process.stderr.write(`domtop: ${line}\n`),
);
if (code === undefined) {
	await sampler.run(1);
	const {domains = [], problems = []} = sampler.usage.get() ?? {};
	process.stdout.write(`read: ${domains.map(({domain}) => domain.name).join(' ')}\n`);
	process.stdout.write(`problems: ${problems.map(({message}) => message).join(' ')}\n`);
	await sampler.close();
}

process.exit(code ?? 0);
