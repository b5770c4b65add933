import {execFileSync} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';

/** Runs a command quietly. An error holds its last output. */
export const quietly = (command: string, parameters: readonly string[], folder?: string): string => {
	try {
		return execFileSync(command, parameters, {
			cwd: folder,
			encoding: 'utf8',
			env: {...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C'},
			maxBuffer: 1024 ** 3,
			stdio: ['ignore', 'pipe', 'pipe'],
		});
	} catch (error) {
		const {stdout = '', stderr = ''} = error as {stdout?: string; stderr?: string};
		const output = `${stdout}${stderr}`.trimEnd().split('\n').slice(-20).join('\n');
		throw new Error(`${command} ${parameters.join(' ')} failed: ${output}`, {cause: error});
	}
};

/** The dependency whose name fits the pattern, for a package that stands for the newest of a kind. */
export const newestOf = (name: string, pattern: RegExp): string => {
	const found = [...quietly('apt-cache', ['depends', name]).matchAll(/Depends: (\S+)/g)]
		.map(([, dependency = '']) => dependency)
		.find((dependency) => pattern.test(dependency));
	if (found === undefined) {
		throw new Error(`apt knows no ${name}: run \`apt-get update\` on Debian for x86-64.`);
	}

	return found;
};

/** Downloads a package and unpacks it, without installing it. */
export const unpackPackage = (name: string, scratch: string, target: string): void => {
	quietly('apt-get', ['-q', '-o', 'APT::Sandbox::User=root', 'download', name], scratch);
	const file = readdirSync(scratch).find((entry) => entry.startsWith(`${name}_`) && entry.endsWith('.deb'));
	quietly('dpkg', ['-x', join(scratch, file ?? ''), target]);
};

/** The source from which apt takes this machine's Debian: its code name and the address of the archive. */
export const debianArchive = (): {readonly codename: string; readonly address: string} => {
	const codename = /^VERSION_CODENAME=(\S+)$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? '';
	const targets = quietly('apt-get', [
		'indextargets',
		'--format',
		'$(ORIGIN) $(CODENAME) $(COMPONENT) $(SITE)',
		'Created-By: Packages',
	]);
	const address = targets
		.split('\n')
		.map((line) => line.split(' '))
		.find(
			([origin, name, component]) => origin === 'Debian' && name === codename && component === 'main',
		)?.[3];
	if (address === undefined) {
		throw new Error(`apt has no source of Debian ${codename}: run \`apt-get update\` on Debian.`);
	}

	return {codename, address};
};
