import {expect, test} from 'vitest';
import {createCapturedWorld, quickRequest, sampleOf, socketOf} from './captured-world.ts';

test('a given socket that never spoke has not told that there is no guest, until it speaks', async () => {
	const world = createCapturedWorld([]);
	const qa = await world.start('qa');
	qa.hush();
	const connection = await world.connect(`qmp://${socketOf('qa')}`);
	const {domains, problems, unanswered} = await sampleOf(connection, quickRequest);
	expect(world.statuses.map(({message}) => message)).not.toContain('0 domains');
	expect(domains).toEqual([]);
	expect(problems).toMatchObject([{kind: 'silent', message: unanswered}]);
	expect(unanswered).toContain('has not answered');
});

test('a look at all processes of this machine is an answer, though their monitors are silent', async () => {
	const world = createCapturedWorld(['qa']);
	(await world.start('qa')).hush();
	const sample = await sampleOf(await world.connect(), quickRequest);
	expect([sample.domains.length, sample.unanswered]).toEqual([1, undefined]);
});
