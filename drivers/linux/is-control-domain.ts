import {readText} from './read-file.ts';
import {rooted} from './rooted.ts';

/** XENFEAT_dom0 (Xen's public/features.h): set in the domain that started first. */
const controlFeature = 1 << 11;

/**
Is this machine a Xen host seen from its Domain-0, even with no other domain? By /sys/hypervisor and /proc/xen
(the kernel's Documentation/ABI/stable/sysfs-hypervisor-xen), which every user may read.
*/
export const isControlDomain = (root: string): boolean => {
	const read = (path: string): string => readText(rooted(root, path))?.trim() ?? '';
	if (read('/sys/hypervisor/type') !== 'xen') {
		return false;
	}

	const features = Number.parseInt(read('/sys/hypervisor/properties/features'), 16);
	return (
		(features & controlFeature) !== 0 || read('/proc/xen/capabilities').split(/\s+/).includes('control_d')
	);
};
