import {spawnSync} from 'node:child_process';
import {chmodSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {LibvirtTarget} from '../../../drivers/libvirt/transport/libvirt-target.ts';
import {readTarget} from '../../../drivers/libvirt/transport/read-target.ts';
import {sshArguments} from '../../../drivers/libvirt/transport/ssh-arguments.ts';
import {parseAddress} from '../../../source/driver/address.ts';
import {DriverError} from '../../../source/driver/driver-error.ts';
import {UsageError} from '../../../source/driver/usage-error.ts';
import {attempt, type Campaign} from '../campaign.ts';
import type {Chance} from '../chance.ts';
import {type Fault, fault} from '../fault.ts';
import {oddText} from '../odd-values.ts';

/** Writes down by which name and with which words it was called. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of the shell.
const stub = '#!/bin/sh\nprintf "%s\\0" "<" "${0##*/}" "$@" >>"$CALLS"\n';

/** What a shell over there should call, if it has both; of netcat first to ask whether it knows -q. */
const expected = ({name, socket, proxy, netcat}: LibvirtTarget, isReadOnly: boolean): string => {
	const usesNetcat =
		netcat !== undefined || proxy === 'netcat' || (proxy === undefined && socket !== undefined);
	const path = socket ?? `/var/run/libvirt/libvirt-sock${isReadOnly ? '-ro' : ''}`;
	const calls = usesNetcat
		? [
				['nc', '-q'],
				['nc', '-U', path],
			]
		: [['virt-ssh-helper', ...(isReadOnly ? ['-r'] : []), name]];
	return calls.flatMap((words) => ['<', ...words].map((word) => `${word}\0`)).join('');
};

const encoded = (chance: Chance): string =>
	encodeURIComponent(oddText(chance, 1 + chance.below(30)).toWellFormed());

const someUri = (chance: Chance): string =>
	`qemu+ssh://host/system?${chance.pick([
		`name=${encoded(chance)}`,
		`socket=/${encoded(chance)}`,
		`proxy=netcat&socket=/${encoded(chance)}`,
		`proxy=native&name=x${encoded(chance)}`,
	])}`;

/** The command that ssh is told to have run over there, run by real shells with stubs in place of its programs. */
export const farCommands: Campaign = {
	name: 'far-commands',
	round: 40,
	open: () => {
		const folder = mkdtempSync(join(tmpdir(), 'domtop-fuzz-'));
		const calls = join(folder, 'calls');
		for (const name of ['virt-ssh-helper', 'nc', 'id']) {
			writeFileSync(join(folder, name), stub);
			chmodSync(join(folder, name), 0o755);
		}

		writeFileSync(join(folder, 'which'), '#!/bin/sh\nexit 0\n', {mode: 0o755});
		for (const name of ['sh', 'grep']) {
			symlinkSync(`/bin/${name}`, join(folder, name));
		}

		const run = (command: string): string => {
			writeFileSync(calls, '');
			spawnSync('/bin/sh', ['-c', command], {
				env: {PATH: folder, CALLS: calls},
				cwd: folder,
				stdio: 'ignore',
			});
			return readFileSync(calls, 'utf8');
		};

		return {
			next: (chance) => {
				const uri = someUri(chance);
				const access = chance.pick(['read-only', 'read-write'] as const);
				return {
					input: {uri, access},
					check: (): readonly Fault[] => {
						const target = attempt([UsageError, DriverError], () => readTarget(parseAddress(uri)));
						if ('error' in target) {
							return [];
						}

						const command = sshArguments(target.value, {access, attended: false}).at(-1) ?? '';
						const called = run(command);
						const right = expected(target.value, access === 'read-only');
						return called === right
							? []
							: [fault('wrong', `called ${JSON.stringify(called)}, not ${JSON.stringify(right)}`)];
					},
				};
			},
			close: () => rmSync(folder, {recursive: true, force: true}),
		};
	},
};
