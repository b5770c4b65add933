#!/bin/bash
# The first process of the lab's own mount, network and process namespaces: `namespace-init.sh FOLDER`. It puts the
# lab's folders and users over those of the system, says `ready`, and keeps the namespaces until its input ends; when it
# ends, the kernel kills all that runs in them. It is bash, which waits for the orphans that it is left.
set -eu
for place in run etc/libvirt etc/passwd etc/group etc/shadow var/lib var/cache var/log; do
	mount --bind "$1/root/$place" "/$place"
done
mount -t sysfs sysfs /sys
# Or the host's own questions about neighbours count as what a tap sent to its guest.
echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6 || true
ip link set lo up
echo ready
while read -r _; do :; done
