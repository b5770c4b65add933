import {libvirtDriver} from '../../drivers/libvirt/libvirt-driver.ts';
import {parallelsDriver} from '../../drivers/parallels/parallels-driver.ts';
import {qemuDriver} from '../../drivers/qemu/qemu-driver.ts';
import {simulatedDriver} from '../../drivers/simulated/simulated-driver.ts';
import {xenDriver} from '../../drivers/xen/xen-driver.ts';
import type {Driver} from '../driver/driver.ts';

/** Every driver, in the order of precedence: a domain that two of them see is shown from the one that stands first. */
export const drivers: readonly Driver[] = [
	xenDriver,
	libvirtDriver,
	parallelsDriver,
	qemuDriver,
	simulatedDriver,
];
