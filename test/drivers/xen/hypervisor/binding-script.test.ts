import {type ChildProcessWithoutNullStreams, spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {describe, expect, onTestFinished, test} from 'vitest';
import {bindingScript} from '../../../../drivers/xen/hypervisor/binding-script.ts';
import {openSandbox} from '../../../helpers/sandbox.ts';
import {skipBecause} from '../../../helpers/skip-because.ts';
import {type CapturedAnswer, readReadings} from '../captured-readings.ts';

/**
A stand-in for the compiled module, of the functions that the script calls, with so many domains.

@param none what it does where there is no domain from the asked one on: before 4.18 it fails, as was seen on 4.17.
*/
const standIn = (domains: number, more = '', none = "raise Error(3, 'No such process')"): string => `
import sys, types
class Error(RuntimeError): pass
class xc(object):
    calls = 0
    def __init__(self): pass
    def domain_getinfo(self, first_dom=0, max_doms=1024):
        xc.calls += 1
        if first_dom > 2 * (${domains} - 1): ${none}
        return [dict(domid=2 * i, online_vcpus=1, max_vcpu_id=2, hvm=0, dying=0, crashed=0, shutdown=0, paused=0,
            blocked=1, running=0, mem_kb=4096, cpu_time=i * 10**9, maxmem_kb=-4, ssidref=0, shutdown_reason=255,
            cpupool=0, handle=[i & 255] * 16) for i in range(${domains}) if 2 * i >= first_dom][:max_doms]
    def vcpu_getinfo(self, domid, vcpu=0):
        if vcpu == 1: raise Error(3, 'No such process')
        return dict(online=int(vcpu == 0), blocked=1, running=0, cpu_time=domid * 10 + vcpu, cpu=0, cpumap=[0])
    def getcpuinfo(self, max_cpus): return [{'idletime': 10**18 + 7}, {'idletime': 0}][:max_cpus]
    def physinfo(self): return dict(nr_cpus=1, total_memory=2048, free_memory=1024, cpu_khz=1, hw_caps='', virt_caps='')
xen, lowlevel, module = types.ModuleType('xen'), types.ModuleType('xen.lowlevel'), types.ModuleType('xen.lowlevel.xc')
module.xc, module.Error, module.__file__ = xc, Error, '/stand-in'
lowlevel.xc, xen.lowlevel = module, lowlevel
sys.modules.update({'xen': xen, 'xen.lowlevel': lowlevel, 'xen.lowlevel.xc': module})
${more}
`;

/** The programs themselves: what stands in PATH may be a script that looks for one. */
const pythons = ['python3', 'python2'].flatMap((name): readonly (readonly [string, string])[] => {
	const {status, stdout} = spawnSync(name, ['-c', 'import json, sys; print(sys.executable)'], {
		encoding: 'utf8',
	});
	return status === 0 ? [[name, stdout.trim()]] : [];
});

type Talk = {
	readonly child: ChildProcessWithoutNullStreams;
	readonly next: () => Promise<Readonly<Record<string, unknown>>>;
	readonly ask: () => Promise<CapturedAnswer & Readonly<Record<string, unknown>>>;
};

const talk = (python: string, before = '', cwd?: string): Talk => {
	const child = spawn(python, ['-E', '-s', '-u', '-c', `${before}${bindingScript}`], {cwd});
	onTestFinished(async () => {
		if (child.exitCode === null && child.signalCode === null) {
			child.kill('SIGKILL');
			await once(child, 'exit');
		}
	});
	const lines = createInterface({input: child.stdout})[Symbol.asyncIterator]();
	const next = async () => JSON.parse((await lines.next()).value ?? 'null');
	return {
		child,
		next,
		ask: () => {
			child.stdin.write('read\n');
			return next();
		},
	};
};

test('there is a Python to try it with', ({skip}) => {
	if (pythons.length === 0) {
		skipBecause(skip, 'the script needs a Python');
	}
});

describe.each(pythons)('under %s', (name, python) => {
	const isOld = name === 'python2';

	test('without the module it says so and ends', async () => {
		const {child, next} = talk(python);
		expect(await next()).toMatchObject({refusal: 'module', text: 'no module named xen.lowlevel.xc'});
		await once(child, 'close');
		expect(child.exitCode).toBe(0);
	});

	test('what it answers has the fields of what was captured', async () => {
		const {next, ask} = talk(python, standIn(3));
		expect(await next()).toMatchObject({module: '/stand-in'});
		const answer = await ask();
		const [captured] = readReadings('two-guests').answers;
		const times = new Set(['at', 'idleAt', 'sent']);
		expect(Object.keys(answer).sort()).toEqual(
			Object.keys(captured ?? {})
				.filter((key) => !isOld || !times.has(key))
				.sort(),
		);
		expect(Object.keys(answer.domains[1] ?? {}).sort()).toEqual(
			Object.keys(captured?.domains[1] ?? {}).sort(),
		);
		expect(answer.domains).toMatchObject([
			{domid: 0, vcpus: [[0, 0]]},
			{domid: 2, handle: '01'.repeat(16), maxmem_kb: -4, vcpus: [[0, 20]]},
			{domid: 4, cpu_time: 2e9, vcpus: [[0, 40]]},
		]);
		expect(answer.host).toEqual({nr_cpus: 1, total_memory: 2048, free_memory: 1024});
		expect(answer.idle).toEqual([1e18 + 7, 0]);
	});

	test.each([
		[2500, undefined],
		[2048, undefined],
		[2048, 'return []'],
	])('more domains than are given at once: %i (then: %s)', async (count, none) => {
		const {next, ask} = talk(python, standIn(count, '', none));
		await next();
		const {domains} = await ask();
		expect(domains.map(({domid}) => domid)).toEqual(Array.from({length: count}, (_none, place) => 2 * place));
	});

	test('processors beyond the room that is asked for at first', async () => {
		const {next, ask} = talk(
			python,
			standIn(1, `xc.getcpuinfo = lambda self, most: [{'idletime': index} for index in range(200)][:most]`),
		);
		await next();
		expect((await ask()).idle).toEqual(Array.from({length: 200}, (_none, index) => index));
	});

	test('asks once for domains and once for processors when it knows how many there are', async () => {
		const more = `
asked = []
def counted(name, call):
    def count(self, *rest):
        asked.append([name, rest[-1]])
        return call(self, *rest)
    return count
xc.domain_getinfo = counted('domains', xc.domain_getinfo)
xc.getcpuinfo = counted('cpus', lambda self, most: [{'idletime': 1}] * min(most, 70))
xc.physinfo = lambda self: {'nr_cpus': [asked.pop() for one in list(asked)]}`;
		const {next, ask} = talk(python, standIn(150, more));
		await next();
		await ask();
		await ask();
		expect((await ask()).host.nr_cpus).toEqual([
			['cpus', 128],
			['domains', 256],
		]);
	});

	test('times in order, of a clock that does not fall', async ({skip}) => {
		if (isOld) {
			skipBecause(skip, 'Python 2 has no monotonic clock');
		}

		const {next, ask} = talk(python, standIn(3));
		const {sent: greeted} = await next();
		const first = await ask();
		const second = await ask();
		const times = [greeted, first.at, first.idleAt, first.sent, second.at, second.idleAt, second.sent];
		expect(times.toSorted((one, other) => Number(one) - Number(other))).toEqual(times);
	});

	test('a hypervisor that refuses does not end it', async () => {
		const more = `
def fail(self, *rest):
    xc.calls += 1
    if xc.calls == 2: raise Error(1, 'Operation not permitt\\xe9d\\n')
    return []
xc.domain_getinfo = fail`;
		const {next, ask} = talk(python, standIn(3, more));
		await next();
		expect(await ask()).toMatchObject({refusal: 'hypercall', text: 'Operation not permitt?d?'});
		expect(await ask()).toMatchObject({domains: []});
	});

	test('without the host the domains are there', async () => {
		const {next, ask} = talk(
			python,
			standIn(3, 'def fail(self, *rest): raise Error(1, "no")\nxc.getcpuinfo = fail'),
		);
		await next();
		const answer = await ask();
		expect(answer.domains).toHaveLength(3);
		expect(answer).not.toHaveProperty('idle');
	});

	test('a request it does not know is refused', async () => {
		const {child, next, ask} = talk(python, standIn(3));
		await next();
		child.stdin.write('no JSON\n');
		expect(await next()).toMatchObject({refusal: 'hypercall'});
		expect((await ask()).domains).toHaveLength(3);
	});

	test('^C does not end it, the end of its input does', async () => {
		const {child, next, ask} = talk(python, standIn(3));
		await next();
		child.kill('SIGINT');
		expect((await ask()).domains).toHaveLength(3);
		child.stdin.end();
		await once(child, 'close');
		expect([child.exitCode, child.signalCode]).toEqual([0, null]);
	});

	test('it ends when nobody reads any more', async () => {
		const {child, next} = talk(python, standIn(3));
		await next();
		child.stdout.destroy();
		child.stdin.write('read\n'.repeat(3));
		await once(child, 'close');
		expect(child.signalCode).toBeNull();
	});

	test('nothing is imported from the working folder', async () => {
		const {folder} = openSandbox();
		for (const name of ['json', 'xen', 'signal', 'glob']) {
			writeFileSync(join(folder, `${name}.py`), 'import os\nos._exit(77)\n');
		}

		mkdirSync(join(folder, 'errno'));
		writeFileSync(join(folder, 'errno', '__init__.py'), 'import os\nos._exit(77)\n');
		const {child, next} = talk(python, '', folder);
		expect(await next()).toMatchObject({refusal: 'module'});
		await once(child, 'close');
		expect(child.exitCode).toBe(0);
	});
});
