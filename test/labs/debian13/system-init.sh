#!/bin/bash
# The first process of namespaces in which another Debian runs: `system-init.sh SYSTEM PATH… -- COMMAND…`. Makes the tree
# SYSTEM the root, with a /dev of its own; what is written there lies in memory and goes with the namespaces. Each PATH of
# this machine keeps its place. Then it becomes COMMAND, in the new root.
set -eu
system=$1
shift
mount -t tmpfs -o mode=755 tmpfs /mnt
mkdir /mnt/written /mnt/work /mnt/root
mount -t overlay -o "lowerdir=$system,upperdir=/mnt/written,workdir=/mnt/work" overlay /mnt/root

mount -t proc proc /mnt/root/proc
mount -t tmpfs -o mode=755 tmpfs /mnt/root/dev
for device in null zero full random urandom tty net/tun; do
	mkdir -p "/mnt/root/dev/$(dirname "$device")"
	cp -a "/dev/$device" "/mnt/root/dev/$device"
done
mkdir /mnt/root/dev/pts /mnt/root/dev/shm
mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts /mnt/root/dev/pts
mount -t tmpfs -o mode=1777 tmpfs /mnt/root/dev/shm
ln -s pts/ptmx /mnt/root/dev/ptmx
ln -s /proc/self/fd /mnt/root/dev/fd

while [ "$1" != -- ]; do
	if [ -d "$1" ]; then mkdir -p "/mnt/root$1"; else mkdir -p "/mnt/root$(dirname "$1")"; fi
	[ -e "/mnt/root$1" ] || touch "/mnt/root$1"
	mount --rbind "$1" "/mnt/root$1"
	shift
done
shift

cd /mnt/root
mkdir .old
pivot_root . .old
cd /
umount -l /.old
rmdir /.old
exec "$@"
