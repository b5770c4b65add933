import type {Driver} from '../source/driver.ts';
import {libvirtDriver} from './libvirt/libvirt-driver.ts';
import {parallelsDriver} from './parallels/parallels-driver.ts';
import {qemuDriver} from './qemu/qemu-driver.ts';
import {simulatedDriver} from './simulated/simulated-driver.ts';
import {xenDriver} from './xen/xen-driver.ts';

/** Every driver, in the order of precedence: a domain that two of them see is shown from the one that stands first. */
export const drivers: readonly Driver[] = [
	xenDriver,
	libvirtDriver,
	parallelsDriver,
	qemuDriver,
	simulatedDriver,
];
