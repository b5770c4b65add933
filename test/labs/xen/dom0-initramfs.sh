#!/bin/sh
# The first program of dom0: mounts the root disk, puts what was carried in into its /lab, and hands over.
export PATH=/bin
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
for module in /lib/*.ko; do
	insmod "$module"
done

until [ -b /dev/vda ]; do usleep 20000; done
mount -t ext4 -o noatime /dev/vda /newroot
mkdir -p /newroot/lab
mount -t tmpfs -o mode=755 lab /newroot/lab
cp -a /carried/. /newroot/lab/
exec switch_root /newroot /lab/dom0-init
