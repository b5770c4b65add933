import type {Row} from './figure.ts';
import {firstOutput} from './rows/first-output.ts';
import {libvirtDriverRow} from './rows/libvirt-driver.ts';
import {libvirtLarge} from './rows/libvirt-large.ts';
import {libvirtSmall} from './rows/libvirt-small.ts';
import {qemuRow} from './rows/qemu.ts';
import {screenRow} from './rows/screen.ts';
import {soakRow} from './rows/soak.ts';
import {terminalRow} from './rows/terminal.ts';
import {xenRow} from './rows/xen.ts';

/** All rows, the quickest first. */
export const rows: readonly Row[] = [
	firstOutput,
	libvirtSmall,
	xenRow,
	screenRow,
	libvirtLarge,
	libvirtDriverRow,
	qemuRow,
	terminalRow,
	soakRow,
];
