import {afterEach, describe, expect, test} from 'vitest';
import {renderScene} from '../../source/app/frame.tsx';
import type {Usage} from '../../source/usage/usage.ts';
import {batchLines, jsonLine} from '../helpers/batch-lines.ts';
import {createFakeClock} from '../helpers/fake-clock.ts';
import {gone} from '../helpers/link-world.ts';
import {one, reading} from '../helpers/sampler-world.ts';
import {type Bench, type BenchOptions, openBench} from '../helpers/simulated-session.ts';
import {someOptions} from '../helpers/some-options.ts';
import {threeHosts} from '../helpers/three-hosts.ts';

let bench: Bench;

afterEach(() => bench.close());

const open = async (refreshes: number, options: BenchOptions = {targets: threeHosts}): Promise<Usage> => {
	bench = await openBench(options);
	await bench.refresh(refreshes);
	return bench.sampler.usage.get() as Usage;
};

const frame = (): string => renderScene(bench.session.scene.get());

describe('a host that is lost', () => {
	test('keeps its rows with their age, and is reported with its address', async () => {
		const usage = await open(20);
		const ages = usage.domains.map(({domain, host, age}) => [domain.name, host, age > 3]);
		expect(ages).toEqual([
			['web', 'kvm1.fra.example', false],
			['shop-db', 'kvm1.fra.example', true],
			['cron', 'kvm1.fra.example', false],
			['web', 'kvm2.fra.example', true],
			['mail', 'kvm2.fra.example', true],
			['files', 'xen1.ams.example', false],
		]);
		expect(frame().split('\n')[0]).toMatch(/^domtop {2}3 hosts, 1 down {2}domains {2}kvm2 lost /);
		bench.session.press(['!']);
		expect(frame()).toMatch(
			/! since [^\n]+ {2}qemu\+ssh:\/\/root@kvm2\.fra\.example\/system\n {2}The connection/,
		);
	});

	test('beside one that was never reached makes two that are down', async () => {
		await open(8, {
			targets: (clock) => [
				...threeHosts(clock),
				reading('never', {
					connect() {
						throw gone();
					},
				})(createFakeClock()),
			],
		});
		const never = 'fake:///never';
		expect(bench.sampler.usage.get()?.hosts.length).toBe(3);
		expect(frame().split('\n')[0]).toContain('4 hosts, 2 down');
		expect(bench.sampler.usage.get()?.problems.map(({uri}) => uri)).toContain(never);
	});
});

describe('a guest that something holds', () => {
	test('says in plain text that it is busy, how old its numbers are and why', async () => {
		const usage = await open(20);
		const lines = batchLines('text', usage, someOptions({page: 'domains'}));
		expect(lines.find((line) => line.startsWith('shop-db'))).toMatch(/^shop-db +kvm1 +busy +39s +120 /);
		expect(lines).toContain(
			'! kvm1: shop-db does not answer: a job of libvirt holds it. virsh domjobinfo shop-db says more; its numbers come back when the job ends.',
		);
	});

	test('says in JSON for how long by now, beside the age of its numbers', async () => {
		const usage = await open(20);
		const {domains} = JSON.parse(jsonLine(usage));
		const held = domains.find(({name}: {name: string}) => name === 'shop-db');
		expect(held).toMatchObject({busy: {reason: 'a job of libvirt: backup', seconds: 40}, age: 39});
	});
});

test('a period is asked for with the host, and with what is known of its present value', async () => {
	await open(2);
	bench.session.press(['/', ...'web', 'enter', 'j', 'p', '5']);
	expect(frame().split('\n').at(-1)).toBe(
		'Balloon statistics period of web on kvm1, now unknown (0 stops): 5_',
	);
	bench.session.press(['enter']);
	await bench.clock.advance(0);
	expect(frame().split('\n').at(-1)).toContain('cannot be set: not on this hypervisor.');
});

test('a single host is named nowhere but in the header', async () => {
	await open(3, {targets: one(reading('web')) as BenchOptions['targets']});
	bench.session.press(['enter']);
	expect(frame().split('\n')[3]).toMatch(/^web {2}running /);
});
