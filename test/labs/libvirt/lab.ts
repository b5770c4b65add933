import {describe, inject} from 'vitest';
import {builtProgram} from '../../helpers/built-program.ts';
import {openTerminal, type RealTerminal} from '../../helpers/real-terminal.ts';
import {openSandbox} from '../../helpers/sandbox.ts';
import {labProgram, type Program} from '../program.ts';
import {type Command, enterNamespace} from './namespace.ts';
import {member} from './root.ts';
import {openVirsh, type Run, runner, type Virsh} from './virsh.ts';

/** libvirtd, sshd and the guests for one test file, whose tests leave alpha, beta and gamma running and paced. */
export type Lab = Program & {
	readonly folder: string;
	/** Wraps a command so that it runs in the lab's namespaces. */
	readonly enter: (command: Command) => Command;
	/** Runs a command in the lab's namespaces. */
	readonly run: Run;
	readonly virsh: Virsh;
	/** The built program in a terminal. */
	readonly openScreen: (parameters: readonly string[]) => RealTerminal;
	/** The same, as a user who owns no files and is not root. */
	readonly asNobody: Pick<Lab, 'report' | 'openScreen'>;
	/** Wraps a command so that it runs in the lab's namespaces as this user. */
	readonly enterAs: (user: LabUser, command: Command) => Command;
};

/** Users who are not root: `member` is of group libvirt and its session is untouched by other tests; `nobody` is of no group. */
export type LabUser = 'member' | 'nobody';

const asMember = (command: Command): Command => [
	...['env', 'XDG_RUNTIME_DIR=/run/member/run'],
	...['XDG_CONFIG_HOME=/run/member/config', 'XDG_CACHE_HOME=/run/member/cache'],
	...['setpriv', `--reuid=${member}`, `--regid=${member}`, `--groups=${member},64101`, ...command],
];

/** Tests that need libvirtd: skipped where it cannot run, for the reason that the setup prints. */
export const describeLibvirt = describe.skipIf(inject('libvirt') === undefined);

/** The user nobody has no home, and may not look into root's. */
const asNobody = (command: Command): Command => [
	...['env', 'XDG_CONFIG_HOME=/nonexistent'],
	...['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', ...command],
];

const screenWithin =
	(enter: Lab['enter']): Lab['openScreen'] =>
	(parameters) =>
		openTerminal(openSandbox(), enter(builtProgram(parameters)), {columns: 140, rows: 30});

export const openLab = (): Lab => {
	const world = inject('libvirt');
	if (world === undefined) {
		throw new Error('The lab is not set up: its tests belong into describeLibvirt.');
	}

	const enter = enterNamespace(world.keeper);
	const run = runner(enter);
	const enterAsNobody = (command: Command) => enter(asNobody(command));
	return {
		...labProgram(enter),
		folder: world.folder,
		enter,
		run,
		virsh: openVirsh(run),
		openScreen: screenWithin(enter),
		asNobody: {report: labProgram(enterAsNobody).report, openScreen: screenWithin(enterAsNobody)},
		enterAs: (user, command) => enter(user === 'nobody' ? asNobody(command) : asMember(command)),
	};
};
