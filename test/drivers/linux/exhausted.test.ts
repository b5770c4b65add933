import {expect, test} from 'vitest';
import {attempt, refusalOf} from '../../../drivers/linux/read-file.ts';
import {ExhaustedError} from '../../../source/process/exhausted-error.ts';

const failing = (code: string) => () => {
	throw Object.assign(new Error(`${code}: refused`), {code});
};

test.each(['EMFILE', 'ENFILE', 'ENOMEM'])('%s is no absence: the caller has to know', (code) => {
	expect(() => attempt(failing(code))).toThrow(ExhaustedError);
});

test.each([
	['ENOENT', 'absent'],
	['ESRCH', 'absent'],
	['ENOTDIR', 'absent'],
	['EACCES', 'denied'],
	['EPERM', 'denied'],
	['EIO', 'failed'],
	['ELOOP', 'failed'],
])('%s is %s', (code, refusal) => {
	expect(attempt(failing(code))).toEqual({refusal});
	expect(refusalOf('no error')).toBe('failed');
});
