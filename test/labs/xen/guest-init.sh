#!/bin/sh
# The whole userland of a Xen guest of the lab: its drivers, and on its console whatever the tests say.
# address= on the kernel command line: of eth0.
export PATH=/bin
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
for module in /lib/*.ko; do
	insmod "$module"
done

exec < /dev/hvc0 > /dev/hvc0 2>&1
stty -echo
for word in $(cat /proc/cmdline); do
	case $word in address=*)
		until ip address add "${word#address=}" dev eth0 2> /dev/null; do usleep 50000; done
		ip link set eth0 up
	esac
done

echo "the guest listens"
while IFS= read -r line; do
	eval "$line"
done
