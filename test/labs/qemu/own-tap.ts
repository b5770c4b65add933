import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {findCommand} from '../find-command.ts';

const ip = findCommand('ip', process.env) ?? '';

/** Only root may make a tap. */
export const mayTap = process.getuid?.() === 0 && ip !== '';

if (!mayTap) {
	console.warn('What needs a NIC is skipped: a tap wants root and the command ip (package iproute2).');
}

/** This process has its own name and subnet, out of the range for benchmarks. */
const subnet = `198.18.${process.pid % 256}`;

/** A NIC of a guest on a tap that QEMU makes: for `GuestOptions`. */
export const ownTap = {name: `domtop${process.pid % 100_000}`, address: `${subnet}.2/30`};
export const hostAddress = `${subnet}.1`;
export const guestAddress = `${subnet}.2`;

/** Gives the host its address, once QEMU made the tap. */
export const setTapUp = (): void => {
	execFileSync(ip, ['address', 'add', `${hostAddress}/30`, 'dev', ownTap.name]);
	execFileSync(ip, ['link', 'set', ownTap.name, 'up']);
};

/** A counter of the tap, as the host has it: `tx_bytes`. */
export const hostCounter = (name: string): number =>
	Number(readFileSync(`/sys/class/net/${ownTap.name}/statistics/${name}`, 'utf8'));
