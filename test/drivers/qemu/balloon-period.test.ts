import {describe, expect, test} from 'vitest';
import {DriverError} from '../../../source/driver/driver-error.ts';
import {pids} from './captured-host.ts';
import {createCapturedWorld, domainOf, sampleOf} from './captured-world.ts';

test('a period is set and read back; 0 stops', async () => {
	const {connect, start} = createCapturedWorld(['qa']);
	await start('qa');
	const connection = await connect();
	const qa = domainOf(await sampleOf(connection), 'qa');
	expect(await connection.setBalloonPeriod?.(qa, 5)).toBe(5);
	expect(domainOf(await sampleOf(connection), 'qa').memory.period).toBe(5);
	expect(await connection.setBalloonPeriod?.(qa, 0)).toBe(0);
});

test('what QEMU refuses is said in its words', async () => {
	const {connect, start} = createCapturedWorld(['qa']);
	await start('qa');
	const connection = await connect();
	const qa = domainOf(await sampleOf(connection), 'qa');
	await expect(connection.setBalloonPeriod?.(qa, -1)).rejects.toMatchObject({
		name: 'DriverError',
		message: 'QEMU refused the period of qa: timer value must be greater than zero.',
	});
});

test('another incarnation, no balloon and read-only are refused without asking QEMU', async () => {
	const {connect, start} = createCapturedWorld(['qa', 'comma']);
	const qemu = await start('qa');
	await start('comma');
	const connection = await connect();
	const sample = await sampleOf(connection);
	const qa = domainOf(sample, 'qa');
	const asked = qemu.asked.length;
	const readOnly = await connect('qmp:', {readOnly: true});
	const tries = [
		() => connection.setBalloonPeriod?.({...qa, incarnation: '19429:1'}, 2),
		() => connection.setBalloonPeriod?.(domainOf(sample, 'comma,guest'), 2),
		() => readOnly.setBalloonPeriod?.(qa, 2),
	];
	for (const attempt of tries) {
		await expect(attempt()).rejects.toBeInstanceOf(DriverError);
	}

	expect(qemu.asked.slice(asked)).toEqual([]);
});

test('read-only says so, and sets nothing at first sight', async () => {
	const {connect, start} = createCapturedWorld(['qa']);
	const qemu = await start('qa');
	const connection = await connect('qmp:', {readOnly: true, balloonPeriod: 3});
	const {memory} = domainOf(await sampleOf(connection), 'qa');
	expect(memory).toMatchObject({period: 0, periodRefusal: 'read-only'});
	expect(qemu.asked).not.toContain('qom-set');
});

test('a period for first sight is set once, where there is none, and never again', async () => {
	const {connect, start} = createCapturedWorld(['qa']);
	const qemu = await start('qa');
	const connection = await connect('qmp:', {balloonPeriod: 3});
	const qa = domainOf(await sampleOf(connection), 'qa');
	expect(qa.memory.period).toBe(3);
	await connection.setBalloonPeriod?.(qa, 0);
	expect(domainOf(await sampleOf(connection), 'qa').memory.period).toBe(0);
	await sampleOf(connection);
	expect(qemu.asked.filter((command) => command === 'qom-set')).toHaveLength(2);
});

test('a period that was there is not touched at first sight', async () => {
	const {connect, start} = createCapturedWorld(['qa']);
	const qemu = await start('qa');
	const first = await connect();
	await first.setBalloonPeriod?.(domainOf(await sampleOf(first), 'qa'), 7);
	const second = await connect('qmp:', {balloonPeriod: 3});
	expect(domainOf(await sampleOf(second), 'qa').memory.period).toBe(7);
	expect(qemu.asked.filter((command) => command === 'qom-set')).toHaveLength(1);
});

test('a period for first sight that QEMU refuses is a problem in its words', async () => {
	const {connect, start} = createCapturedWorld(['qa']);
	const qemu = await start('qa');
	qemu.change('qom-set', () => ({error: {class: 'GenericError', desc: 'timer value is too big'}}));
	const connection = await connect('qmp:', {balloonPeriod: 3});
	for (let round = 0; round < 2; round += 1) {
		const {domains, problems} = await sampleOf(connection);
		expect(domains).toMatchObject([{name: 'qa', memory: {period: 0}}]);
		expect(problems).toMatchObject([
			{
				kind: 'period',
				domain: domains[0]?.key,
				message: 'The balloon statistics period of qa was not set: timer value is too big.',
			},
		]);
	}

	expect(qemu.asked.filter((command) => command === 'qom-set')).toHaveLength(1);
});

describe('a guest that falls silent', () => {
	const known = async () => {
		const {connect, start, host} = createCapturedWorld(['qa']);
		const qemu = await start('qa');
		const connection = await connect();
		return {host, qemu, connection, qa: domainOf(await sampleOf(connection), 'qa')};
	};

	test('before it was asked to set: the period was not set, for the same cause as in the table', async () => {
		const {host, qemu, connection, qa} = await known();
		host.write(`/proc/${pids.qa}/stat`, host.captured(`/proc/${pids.qa}/stat`).replace(/\) [A-Z] /, ') T '));
		qemu.hush();
		await expect(connection.setBalloonPeriod?.(qa, 5)).rejects.toMatchObject({
			message: 'The period of qa was not set: its process is stopped.',
		});
	});

	test('between the setting and its answer: whether it was set is not known', async () => {
		const {qemu, connection, qa} = await known();
		qemu.change('qom-set', (reply) => {
			void qemu.close();
			return reply;
		});
		await expect(connection.setBalloonPeriod?.(qa, 5)).rejects.toMatchObject({
			message: 'Whether the period of qa was set is not known: it closed the QMP socket.',
			advice: 'Look at it once it answers.',
		});
	});
});
