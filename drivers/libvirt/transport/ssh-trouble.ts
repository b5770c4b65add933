import {DriverError} from '../../../source/driver/driver-error.ts';
import type {ChildEnd} from '../../../source/process/child.ts';
import type {StartFailure} from '../../../source/process/start-failure.ts';
import {cleanText} from '../../../source/text/clean-text.ts';
import type {LibvirtTarget} from './libvirt-target.ts';
import {sshDestination} from './ssh-destination.ts';

/** The names that advice needs: the command that reaches the host, the host, and its name in known_hosts. */
type Names = {readonly ssh: string; readonly host: string; readonly knownAs: string};

type Known = {readonly pattern: RegExp; readonly advice: (names: Names) => string};

/**
What ssh 9.2, virt-ssh-helper 9.0.0, the netcats of OpenBSD and nmap, and the shells say. Patterns of the cause of another
message come first.
*/
const known: readonly Known[] = [
	{
		pattern: /remote host identification has changed/i,
		advice: ({knownAs}) => `Find out why its host key changed, then run ssh-keygen -R ${knownAs}.`,
	},
	{
		pattern: /host key verification failed|host key is known/i,
		advice: ({ssh}) => `Run ${ssh} once and accept its host key.`,
	},
	{
		pattern: /permission denied \(|permission denied, please|too many authentication failures/i,
		advice: ({ssh}) =>
			`Let a key in with ssh-copy-id, or load yours into ssh-agent, until ${ssh} asks nothing.`,
	},
	{
		pattern:
			/(?:virt-ssh-helper|\bnc|netcat|ncat).*not found|unknown option|(?:invalid|unrecognized) option.*U/i,
		advice: ({host}) => `Install libvirt’s daemon (virt-ssh-helper) or netcat-openbsd on ${host}.`,
	},
	{
		pattern: /could not resolve|name or service not known/i,
		advice: () => 'Look at the host’s name, or give it one in ~/.ssh/config.',
	},
	{
		pattern:
			/^ssh: connect|no route to host|network is unreachable|timed out|not responding|closed by |connection reset|broken pipe/i,
		advice: ({ssh, host}) => `Look whether ${host} and its sshd are up, and try ${ssh}.`,
	},
	{
		pattern: /(?:virt-ssh-helper|nc|ncat|netcat)\b.*permission denied/i,
		advice: ({host}) => `Log in there as root or as a member of group libvirt of ${host}.`,
	},
	{
		pattern: /no such file|connection refused/i,
		advice: ({host}) => `Start virtqemud or libvirtd on ${host}.`,
	},
];

/** What ssh prints beside its messages. */
const chatter =
	/^(?:warning: permanently added|\*\*|@+|debug\d:|connection to \S+ closed\.$|killed by signal)/i;

const longest = 240;

const inSentence = (line: string): string =>
	cleanText(line.slice(0, longest))
		.trimEnd()
		.replace(/[.:]+$/, '');

/** The lines that matter of what ssh and the far side said. */
export const saidLines = (lines: readonly string[]): readonly string[] =>
	lines.filter((line) => !chatter.test(line));

/** Why an ssh child ended: its last message. */
export const sshTrouble = (
	target: LibvirtTarget,
	lines: readonly string[],
	{status, signal}: Pick<ChildEnd, 'status' | 'signal'>,
): DriverError => {
	const [host, ssh] = [cleanText(target.host ?? 'localhost'), sshDestination(target)];
	const knownAs = target.port === undefined ? host : `'[${host}]:${target.port}'`;
	const said = saidLines(lines);
	const cause = known.find(({pattern}) => lines.some((line) => pattern.test(line)));
	const line = (cause && said.findLast((one) => cause.pattern.test(one))) ?? said.at(-1);
	if (line !== undefined) {
		return new DriverError(
			`ssh to ${host} ended: ${inSentence(line)}.`,
			cause?.advice({ssh, host, knownAs}) ?? `Try ${ssh} by hand to see what is wrong.`,
		);
	}

	const how = signal === null ? (status === 0 ? '' : ` with status ${status}`) : ` by ${signal}`;
	return new DriverError(
		`ssh to ${host} ended${how} without a message.`,
		`Look whether libvirtd was stopped or restarted on ${host}.`,
	);
};

/** Why ssh, or the command in its place, could not be started. */
export const sshStartTrouble = (
	{command}: LibvirtTarget,
	{code, isAbsent, error}: StartFailure,
): DriverError => {
	const name = cleanText(command ?? 'ssh');
	return isAbsent
		? new DriverError(
				`${name} cannot be run (${code}).`,
				command === undefined
					? 'Install the OpenSSH client.'
					: 'Give the path of an ssh in command=, or leave it out.',
				{cause: error},
			)
		: new DriverError(
				`${name} cannot be started (${cleanText(code)}).`,
				'Look whether memory, processes or descriptors have run out.',
				{cause: error},
			);
};
