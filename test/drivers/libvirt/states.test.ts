import {expect, test} from 'vitest';
import {eventually} from '../../helpers/eventually.ts';
import {createLibvirtWorld, domainOf, refresh} from './libvirt-world.ts';
import {someDomain} from './some-domain.ts';

const paused = 3;
const stoppedBy = (reason: number) => ({'state.state': paused, 'state.reason': reason});

test('a domain that an I/O error stopped says at which disk, and a full one that it is full', async () => {
	const {fake, connect} = await createLibvirtWorld({
		domains: [
			someDomain({name: 'full', stats: stoppedBy(5), diskErrors: {vdb: 2}}),
			someDomain({name: 'broken', stats: stoppedBy(5), diskErrors: {vda: 1}}),
			someDomain({name: 'by-user', stats: stoppedBy(1)}),
		],
	});
	const connection = await connect();
	const sample = await refresh(connection);
	const full = domainOf(sample, 'full');
	const source = full.disks?.find(({name}) => name === 'vdb')?.source;
	expect(source).toMatch(/^\//);
	expect(full).toMatchObject({
		state: 'paused',
		stateWord: 'no space',
		stateReason: `no space left for vdb, ${source}`,
	});
	expect(domainOf(sample, 'broken')).toMatchObject({
		stateWord: 'io-error',
		stateReason: expect.stringMatching(/^I\/O error of vda, /),
	});
	expect(domainOf(sample, 'by-user').stateReason).toBe('paused by user');
	expect(sample.problems.map(({message}) => message)).toEqual([
		`full was stopped: no space left for vdb, ${source}.`,
		expect.stringMatching(/^broken was stopped: I\/O error of vda, /),
	]);
	expect(sample.problems[0]?.advice).toContain('virsh resume full');
	expect(domainOf(await refresh(connection), 'full').stateWord).toBe('no space');
	expect(fake.count('diskErrors')).toBe(2);
	fake.domain('full').set({stats: {'state.state': 1, 'state.reason': 5}, diskErrors: {}});
	const resumed = domainOf(await refresh(connection), 'full');
	expect([resumed.state, resumed.stateReason, resumed.stateFault]).toEqual(['running', undefined, undefined]);
	fake.domain('full').set({stats: stoppedBy(5), diskErrors: {vda: 2}});
	expect(domainOf(await refresh(connection), 'full').stateReason).toMatch(/^no space left for vda, /);
});

test('a daemon that does not tell the disks of an error says that it is one, and is not asked at each refresh', async () => {
	const {fake, connect} = await createLibvirtWorld({
		domains: [someDomain({name: 'web', stats: stoppedBy(5)})],
	});
	fake.refuse(
		'diskErrors',
		3,
		'this function is not supported by the connection driver: virDomainGetDiskErrors',
	);
	const connection = await connect();
	for (let count = 0; count < 3; count += 1) {
		const {domains, problems} = await refresh(connection);
		expect(domains).toMatchObject([{stateReason: 'I/O error', stateWord: 'io-error'}]);
		expect(problems).toMatchObject([{kind: 'state', message: 'web was stopped: I/O error.'}]);
	}

	expect(fake.count('diskErrors')).toBe(1);
});

test('of fifty domains that errors stopped a few are asked about in one refresh', async () => {
	const domains = Array.from({length: 50}, (_, index) =>
		someDomain({name: `web${index}`, stats: stoppedBy(5), diskErrors: {vda: 2}}),
	);
	const {fake, connect} = await createLibvirtWorld({domains});
	await refresh(await connect());
	expect(fake.count('diskErrors')).toBeLessThanOrEqual(4);
});

test('of many domains that errors stopped each is asked about before one is again', async () => {
	const domains = Array.from({length: 20}, (_, index) =>
		someDomain({name: `web${index}`, stats: stoppedBy(5), diskErrors: {vda: 2}}),
	);
	const {clock, connect} = await createLibvirtWorld({domains});
	const connection = await connect();
	for (let count = 1; count < 5; count += 1) {
		await refresh(connection);
		clock.shift(14);
	}

	const {domains: all} = await refresh(connection);
	expect(all.map(({stateWord}) => stateWord)).toEqual(all.map(() => 'no space'));
});

test('an event tells at once why a domain is paused, or gone', async () => {
	const {fake, connect} = await createLibvirtWorld({domains: [someDomain({name: 'web'})]});
	const connection = await connect();
	await refresh(connection);
	fake.domain('web').set({stats: stoppedBy(6)});
	fake.lifecycle('web', 3, 3);
	await eventually(async () => domainOf(await refresh(connection), 'web').stateReason).toBe(
		'its watchdog expired',
	);
	fake.domain('web').set({id: undefined, stats: {'state.state': 5, 'state.reason': 3}});
	fake.lifecycle('web', 5, 2);
	await eventually(async () => domainOf(await refresh(connection), 'web').state).toBe('shutoff');
	const {domains, problems} = await refresh(connection);
	expect(domains).toMatchObject([{stateReason: 'it crashed', stateWord: 'crashed'}]);
	expect(problems).toMatchObject([{message: 'web is off: it crashed.'}]);
});

test('a name that a shell would take apart stands in quotes in what is to be typed', async () => {
	const {connect} = await createLibvirtWorld({
		domains: [someDomain({name: 'web; id', stats: stoppedBy(6)})],
	});
	const {problems} = await refresh(await connect());
	expect(problems[0]?.advice).toContain("virsh resume 'web; id'.");
});
