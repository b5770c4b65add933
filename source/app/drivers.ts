import {libvirtDriver} from '../../drivers/libvirt/driver.ts';
import {parallelsDriver} from '../../drivers/parallels/driver.ts';
import {qemuDriver} from '../../drivers/qemu/driver.ts';
import {simulatedDriver} from '../../drivers/simulated/driver.ts';
import {xenDriver} from '../../drivers/xen/driver.ts';
import type {Driver} from '../driver/driver.ts';

/** Every driver, in the order of precedence: a domain that two drivers see is shown from the driver that stands first. */
export const drivers: readonly Driver[] = [
	xenDriver,
	libvirtDriver,
	parallelsDriver,
	qemuDriver,
	simulatedDriver,
];
