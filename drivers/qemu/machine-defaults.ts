import type {Configuration} from './configuration.ts';

type Defaults = {readonly memoryKiB: number; readonly vcpuCount: number};

const usual: Defaults = {memoryKiB: 128 * 1024, vcpuCount: 1};

/** Memory in MiB and processors of boards that have their own (hw/arm/sbsa-ref.c, raspi.c). */
const boards: ReadonlyMap<string, readonly [number, number]> = new Map([
	['sbsa-ref', [1024, 4]],
	['raspi0', [512, 1]],
	['raspi1ap', [512, 1]],
	['raspi2b', [1024, 4]],
	['raspi3ap', [512, 4]],
	['raspi3b', [1024, 4]],
	['raspi4b', [2048, 4]],
]);

/**
The memory and processors of a machine of x86 or arm64 where the configuration gives none (hw/core/machine.c). The same
machine names may mean something else to another emulator.
@returns undefined: not known, or a part of the configuration is not known.
*/
export const machineDefaults = (
	{commandLine, unread}: Configuration,
	type: string | undefined,
): Defaults | undefined => {
	const {program} = commandLine;
	const isX86 = /(?:x86_64|i386|^kvm|^qemu-kvm)/.test(program);
	if (unread !== undefined || !(isX86 || /(?:aarch64|system-arm)/.test(program))) {
		return undefined;
	}

	const board = boards.get(type ?? '');
	if (board) {
		return {memoryKiB: board[0] * 1024, vcpuCount: board[1]};
	}

	// Without a type QEMU for x86 makes a PC, and QEMU for Arm makes nothing.
	return /^(?:pc|q35|microvm|isapc|virt)(?:-|$)/.test(type ?? (isX86 ? 'pc' : '')) ? usual : undefined;
};
