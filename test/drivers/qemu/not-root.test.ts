import {chmodSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import type {Sample} from '../../../source/model/sample.ts';
import {asNobody, nobodyReason} from '../../helpers/as-nobody.ts';
import {skipBecause} from '../../helpers/skip-because.ts';
import {pids} from './captured-host.ts';
import {createCapturedWorld, domainOf, socketOf} from './captured-world.ts';

const script = fileURLToPath(new URL('sample-once.ts', import.meta.url));

/** What somebody else sees of the tree. */
const sampleAsNobody = async (root: string, uri = 'qmp:'): Promise<Sample> =>
	(await asNobody(script, root, uri)) as Sample;

test('another user sees what is open to all, and one line says what is hidden and what to run', async ({
	skip,
}) => {
	if (nobodyReason !== undefined) {
		skipBecause(skip, nobodyReason);
	}

	const {host, start} = createCapturedWorld(['qa', 'qb', 'qn']);
	await start('qa');
	await start('qb');
	await start('qn');
	chmodSync(host.root, 0o755);
	for (const pid of [pids.qa, pids.qb]) {
		chmodSync(`${host.root}/proc/${pid}/fd`, 0o700);
		chmodSync(`${host.root}/proc/${pid}/fdinfo`, 0o700);
	}

	chmodSync(`${host.root}${socketOf('qa')}`, 0o700);
	chmodSync(`${host.root}${socketOf('qb')}`, 0o700);
	chmodSync(`${host.root}${socketOf('qn')}`, 0o777);
	const sample = await sampleAsNobody(host.root);
	expect(sample.problems).toEqual([
		{
			kind: 'hidden',
			domains: [expect.any(String), expect.any(String)],
			message: '{domains}: disks, NICs and balloon hidden, permission denied.',
			advice: 'Run domtop as root to see them.',
		},
	]);
	expect(domainOf(sample, 'qn').disks).toHaveLength(2);
	const qa = domainOf(sample, 'qa');
	expect(qa).toMatchObject({
		state: 'unknown',
		vcpusReason: 'permission denied',
		disksReason: 'permission denied',
		memory: {reason: 'permission denied', periodRefusal: 'permission denied', maximumKiB: 98_304},
	});
	expect(qa.cpuSeconds).toBeGreaterThan(0);
	expect(qa.nics?.map(({name, reason: why}) => [name, why])).toEqual([
		['qtap1', undefined],
		['net1', 'user-mode networking has no counters'],
	]);
	expect(domainOf(sample, 'qb').nics).toEqual([
		{name: 'net0', mac: '52:54:00:11:22:33', reason: 'permission denied'},
	]);
});
