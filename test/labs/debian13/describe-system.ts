import {afterAll, beforeAll, describe, expect, inject, test} from 'vitest';
import {compareSuspended} from './compare-suspended.ts';
import {type Comparison, sumOf} from './comparison.ts';
import {describeOperations} from './operations.ts';
import {describeQmp} from './qmp.ts';
import type {SystemName} from './recipe.ts';
import {untilMoved} from './until-moved.ts';
import {openWorld, type World} from './world.ts';

const resultOf = (what: string, comparisons: readonly Comparison[]): string => {
	const {compared, different} = sumOf(comparisons);
	return `${what}: ${compared} counters, ${different.length} different`;
};

/** Tests in a system: skipped where it cannot run, for the reason that the setup prints. */
export const describeSystem = (system: SystemName): void => {
	const lab = inject('debian13');
	describe.skipIf(lab === undefined)(system, () => {
		let world: World;
		const withVirsh: Comparison[] = [];
		const withMonitors: Comparison[] = [];

		beforeAll(async () => {
			if (lab) {
				world = await openWorld(system, lab.folder, lab.image);
			}
		}, 400_000);

		afterAll(async () => {
			if (world) {
				const {libvirt, qemu} = world.versions;
				console.log(resultOf(`${libvirt} + ${qemu}`, withVirsh));
				console.log(resultOf(`${qemu} over QMP`, withMonitors));
				await world.close();
			}
		});

		test('guests that stand still: every number is that of virsh', async () => {
			await untilMoved(world);
			const comparison = await compareSuspended(world, ['alpha', 'beta', 'gamma']);
			withVirsh.push(comparison);
			expect(comparison.different).toEqual([]);
		});

		describeOperations(
			() => world,
			(comparison) => withVirsh.push(comparison),
		);
		describeQmp(
			() => world,
			(comparison) => withMonitors.push(comparison),
		);
	});
};
