import {expect, test} from 'vitest';
import {prlctlTrouble} from '../../../../drivers/parallels/transport/prlctl-trouble.ts';
import {fixture} from '../captured.ts';

const end = {status: 0, signal: null, stderrLines: []} as const;

/** What the captured one said and ended with, by the title of its part of the transcript. */
const captured = (title: string) => {
	const part = fixture('prlctl-loop-behaviour-transcript.txt')
		.split(/^--- /m)
		.find((one) => one.startsWith(title));
	const lines = part?.split('\n').slice(1) ?? [];
	const last = lines.findIndex((line) => line.startsWith('rc='));
	return {
		...end,
		status: Number(lines[last]?.slice(3)),
		stderrLines: lines.slice(0, last).filter((line) => !line.startsWith('WARNING')),
	};
};

test.each([
	['DENY', 'prlctl statistics ended: Access denied.', /^Run domtop as root/],
	[
		'NOAUTH',
		'prlctl statistics ended with status 255: Login failed: Incorrect user name or password.',
		/^Run domtop as root/,
	],
	[
		'nosuch',
		'prlctl statistics ended with status 255: Failed to get VM config: The virtual machine could not be found.',
		/^Try prlctl statistics by hand/,
	],
])('as captured: %s', (title, message, advice) => {
	expect(prlctlTrouble('prlctl statistics', captured(title))).toEqual({
		message,
		advice: expect.stringMatching(advice),
	});
});

test.each([
	[{status: 253, stderrLines: []}, 'prlctl list ended with status 253.', /^Look whether the dispatcher runs/],
	[
		{
			status: 127,
			stderrLines: [
				'prlctl: error while loading shared libraries: libprl_sdk.so.7: cannot open shared object file: No such file or directory',
			],
		},
		'prlctl list cannot be run: prlctl: error while loading shared libraries: libprl_sdk.so.7: cannot open shared object file: No such file or directory.',
		/^Install prlctl again/,
	],
	[
		{status: 126, stderrLines: ['env: prlctl: Permission denied']},
		'prlctl list cannot be run: env: prlctl: Permission denied.',
		/^Run domtop as a user who may run prlctl/,
	],
	[
		{status: 0, stderrLines: ['Access denied. No.', 'PrlVmInfo_GetAccessRights: PRL_ERR_NO_DATA']},
		'prlctl list ended: Access denied.',
		/^Run domtop as root/,
	],
	[{status: null, signal: 'SIGSEGV'}, 'prlctl list was ended by SIGSEGV.', /^Look who ended it/],
	[{status: null, code: 'ENOENT'}, 'prlctl list cannot be started (ENOENT).', /^Install coreutils/],
] as const)('%j', (changes, message, advice) => {
	expect(prlctlTrouble('prlctl list', {...end, ...changes})).toEqual({
		message,
		advice: expect.stringMatching(advice),
	});
});
