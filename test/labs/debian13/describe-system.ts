import {afterAll, beforeAll, describe, expect, inject, test} from 'vitest';
import {compareSuspended} from './compare-suspended.ts';
import {type Comparison, sumOf} from './comparison.ts';
import type {SystemName} from './recipe.ts';
import {untilMoved} from './until-moved.ts';
import {openWorld, type World} from './world.ts';

/** Tests in a system: skipped where it cannot run, for the reason that the setup prints. */
export const describeSystem = (system: SystemName): void => {
	const lab = inject('debian13');
	describe.skipIf(lab === undefined)(system, () => {
		let world: World;
		const comparisons: Comparison[] = [];

		beforeAll(async () => {
			if (lab) {
				world = await openWorld(system, lab.folder, lab.image);
			}
		}, 400_000);

		afterAll(async () => {
			await world?.close();
		});

		const told = (what: string): void => {
			const {compared, different} = sumOf(comparisons);
			console.log(`${what}: ${compared} counters, ${different.length} different`);
		};

		test('guests that stand still: every number is that of virsh', async () => {
			await untilMoved(world);
			const comparison = await compareSuspended(world, ['alpha', 'beta', 'gamma']);
			comparisons.push(comparison);
			told(`${world.versions.libvirt} + ${world.versions.qemu}`);
			expect(comparison.different).toEqual([]);
		});
	});
};
